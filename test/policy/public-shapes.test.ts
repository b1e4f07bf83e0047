import { isAtLeast, Severity } from '../../src/diagnostics/severity';
import { writeYaml } from '../../src/kubernetes/yaml/write-yaml';
import { PolicyEngine } from '../../src/policy/engine';
import { documents } from './judging';
import { STACKS } from './public-shapes/stacks';

describe.each(STACKS)('$name', ({ objects, high, silent, notJudged = [] }) => {
  const text = objects.map((object) => writeYaml(object)).join('---\n');
  const report = new PolicyEngine({ kubernetes: '1.33' }).check(documents(text));
  const named = report.findings.map(({ rule, resource, severity }) => ({
    severity,
    place: `${rule} ${resource.kind}/${resource.name}`,
    short: `${rule} ${resource.name}`,
  }));

  test('is as long as a real one', () => {
    const lines = text.split('\n').length;
    expect(lines).toBeGreaterThan(300);
    expect(lines).toBeLessThan(2_000);
  });

  test('has only high findings that are true', () => {
    const found = named.filter(({ severity }) => isAtLeast(severity, Severity.HIGH)).map(({ place }) => place);
    expect([...new Set(found)].sort()).toEqual(Object.keys(high).sort());
  });

  test('has no finding that would be wrong', () => {
    const wrong = named.map(({ short }) => short).filter((short) => Object.hasOwn(silent, short));
    expect(wrong).toEqual([]);
    const references = named.filter(({ place }) => /^(existing-|\S*-selects-|autoscaler-)/.test(place));
    expect(references.map(({ place }) => place)).toEqual([]);
  });

  test('is judged, except for the listed kinds', () => {
    expect(report.notJudged.map(({ kind }) => kind)).toEqual(notJudged);
    expect(named.map(({ place }) => place).filter((place) => place.startsWith('unreadable-content'))).toEqual([]);
  });
});

test('pods that a policy of Cilium selects are not called open', () => {
  const stack = STACKS.find(({ name }) => name === 'pods that other policies limit');
  const text = (stack?.objects ?? []).map((object) => writeYaml(object)).join('---\n');
  const { findings } = new PolicyEngine({ kubernetes: '1.33' }).check(documents(text));
  const isolation = findings.filter(({ rule }) => rule.endsWith('-isolation'));
  expect(isolation.map(({ severity }) => severity)).toEqual(Array(4).fill(Severity.LOW));
});
