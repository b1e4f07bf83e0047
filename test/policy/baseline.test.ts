import * as fc from 'fast-check';
import { InputError } from '../../src/diagnostics/input-error';
import { Severity } from '../../src/diagnostics/severity';
import { Baseline } from '../../src/policy/baseline';
import { BuiltInPacks } from '../../src/policy/built-in-packs';
import { PolicyEngine } from '../../src/policy/engine';
import { Pack } from '../../src/policy/pack';
import type { PolicyReport } from '../../src/policy/policy-report';
import { ContainerRule } from '../../src/policy/rule';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import type { Violation } from '../../src/policy/violation';
import { codePoint } from '../code-point';

const engine = new PolicyEngine({ packs: [BuiltInPacks.named('pss-baseline')] });
const RULES = engine.rules.map(({ id }) => id);

const container = (name: string, add: string[]): object => ({
  name,
  image: 'registry.example/a:1',
  securityContext: { capabilities: { add } },
});

const pod = (containers: object[], more: object = {}, name = 'a'): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers, ...more },
});

function check(...manifests: object[]): PolicyReport {
  return engine.check(manifests.map((value) => new ManifestDocument({ value })));
}

const open = (report: PolicyReport): number => report.findings.filter(({ isKnown }) => !isKnown).length;

describe('a baseline', () => {
  test('makes each finding that it contains known, so that none fails', () => {
    const before = check(pod([container('main', ['SYS_ADMIN'])], { hostNetwork: true }));
    const { report, resolved } = Baseline.of(before).compare(before, RULES);
    expect(before.findings.length).toBeGreaterThan(1);
    expect([report.known, open(report), resolved]).toEqual([before.findings.length, 0, []]);
    expect([before.failsAt(Severity.LOW), report.failsAt(Severity.LOW)]).toEqual([true, false]);
  });

  test.each([
    ['another container', pod([container('main', ['SYS_ADMIN']), container('other', ['SYS_ADMIN'])])],
    ['another value', pod([container('main', ['SYS_ADMIN', 'SYS_MODULE'])])],
    ['another object', pod([container('main', ['SYS_ADMIN'])], {}, 'b')],
    ['another rule', pod([container('main', ['SYS_ADMIN'])], { hostPID: true })],
  ])('does not contain a finding of %s', (_what, after) => {
    const baseline = Baseline.of(check(pod([container('main', ['SYS_ADMIN'])])));
    const { report } = baseline.compare(check(after), RULES);
    expect(open(report)).toBe(1);
    expect(report.failsAt(Severity.HIGH)).toBe(true);
  });

  test('contains its findings when containers, capabilities and objects change their order', () => {
    const containers = [container('main', ['SYS_ADMIN', 'SYS_MODULE']), container('other', ['NET_ADMIN'])];
    const before = [pod(containers), pod(containers, {}, 'b')];
    const after = [
      pod([container('other', ['NET_ADMIN']), container('main', ['SYS_MODULE', 'SYS_ADMIN'])], {}, 'b'),
      pod(containers),
    ];
    expect(open(Baseline.of(check(...before)).compare(check(...after), RULES).report)).toBe(0);
  });

  test('contains no finding of the engine, and none that is acknowledged', () => {
    const broken = { apiVersion: 'v1', kind: 'Foo', items: [] };
    const before = check(broken);
    expect(before.findings.map(({ rule }) => rule)).toContain('unreadable-content');
    expect(Baseline.of(before).toJson()).not.toContain('unreadable-content');
    const { report } = Baseline.of(before).compare(before, RULES);
    expect(report.findings.filter(({ rule }) => rule === 'unreadable-content').map((f) => f.isKnown)).toEqual([false]);
    const acknowledge = '[{rule: no-privileged, reason: the vendor needs it}]';
    const accepted = check({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', annotations: { 'secure-edge.dev/acknowledge': acknowledge } },
      spec: { containers: [{ name: 'main', image: 'registry.example/a:1', securityContext: { privileged: true } }] },
    });
    expect([accepted.acknowledged, Baseline.of(accepted).size]).toEqual([1, 0]);
  });

  test('lists the findings that are gone, of rules that were run', () => {
    const baseline = Baseline.of(check(pod([container('main', ['SYS_ADMIN'])], { hostPID: true })));
    const after = check(pod([container('main', [])]));
    expect(baseline.compare(after, RULES).resolved.map(({ rule, value }) => [rule, value])).toEqual([
      ['added-capabilities', 'SYS_ADMIN'],
      ['no-host-namespaces', expect.anything()],
    ]);
    expect(baseline.compare(after, ['no-host-namespaces']).resolved).toHaveLength(1);
  });
});

class Counter extends ContainerRule {
  constructor(private readonly violations: Violation[]) {
    super({ id: 'counter', title: 'Counts', severity: Severity.MEDIUM, rationale: 'None.', fix: 'nothing' });
  }

  public check(): Violation[] {
    return this.violations;
  }
}

function counted(...severities: Severity[]): PolicyReport {
  const violations = severities.map((severity): Violation => ({
    path: '/image',
    message: 'x',
    value: 'same',
    severity,
  }));
  const own = new PolicyEngine({ packs: [new Pack({ name: 'own', title: 'own', rules: [new Counter(violations)] })] });
  return own.check([new ManifestDocument({ value: pod([{ name: 'main', image: 'a' }]) })]);
}

test.each([
  ['a severity that has risen is another finding', [Severity.MEDIUM], [Severity.HIGH], 1],
  ['a severity that has fallen is the same finding', [Severity.HIGH], [Severity.MEDIUM], 0],
  [
    'a finding is known as often as the baseline contains it',
    [Severity.LOW, Severity.LOW],
    [Severity.LOW, Severity.LOW, Severity.LOW],
    1,
  ],
  ['the worst entry is left for the worst finding', [Severity.HIGH, Severity.LOW], [Severity.LOW, Severity.HIGH], 0],
])('%s', (_what, before, after, left) => {
  expect(open(Baseline.of(counted(...before)).compare(counted(...after), ['counter']).report)).toBe(left);
});

test('a baseline has the same bytes for the same findings in any order, and reads what it writes', () => {
  const names = fc.uniqueArray(fc.string({ unit: codePoint, minLength: 1 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(names, (all) => {
      const pods = all.map((name) => pod([container('main', ['SYS_ADMIN'])], {}, name));
      const text = Baseline.of(check(...pods)).toJson();
      expect(Baseline.of(check(...[...pods].reverse())).toJson()).toBe(text);
      expect(Baseline.parse(text, 'b.json').toJson()).toBe(text);
      expect(open(Baseline.parse(text, 'b.json').compare(check(...pods), RULES).report)).toBe(0);
    }),
    { seed: 1, numRuns: 50 },
  );
});

test.each([
  ['no JSON', '{', /^baseline "b\.json": is not JSON: .*: write it again with --write-baseline$/],
  ['a list', '[]', /must be a JSON object/],
  ['another version', '{"version": 2, "findings": []}', /version must be 1, got 2/],
  ['no findings', '{"version": 1}', /findings must be a list, got undefined/],
  ['a text as finding', '{"version": 1, "findings": ["a"]}', /findings\[0\] must be an object, got "a"/],
  ['a finding without a rule', '{"version": 1, "findings": [{}]}', /findings\[0\] must have a text as rule/],
])('%s is rejected', (_what, text, message) => {
  expect(() => Baseline.parse(text, 'b.json')).toThrow(message);
  expect(() => Baseline.parse(text, 'b.json')).toThrow(InputError);
});

test('each field of an entry is checked', () => {
  const [, line = ''] =
    /"findings": \[\s*(\{.*\})/.exec(Baseline.of(check(pod([container('main', ['SYS_ADMIN'])]))).toJson()) ?? [];
  for (const [key, bad] of Object.entries({
    severity: 'bad',
    count: 0,
    container: 1,
    value: [],
    namespace: 0,
    kind: null,
  }))
    expect(() =>
      Baseline.parse(JSON.stringify({ version: 1, findings: [{ ...JSON.parse(line), [key]: bad }] }), 'b.json'),
    ).toThrow(new RegExp(`findings\\[0\\] must have .* as ${key}, got`));
});
