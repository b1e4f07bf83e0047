import { BuiltInPacks } from '../../src/policy/built-in-packs';
import { BuiltInRules } from '../../src/policy/built-in-rules';
import { cis } from '../../src/policy/frameworks/cis';
import { controlMatrix, FRAMEWORKS } from '../../src/policy/frameworks/control-matrix';
import { NIST_800_190 } from '../../src/policy/frameworks/nist-800-190';
import { findingsOf } from './judging';

const rules = BuiltInRules.all();
const matrices = FRAMEWORKS.map((framework) => ({
  name: [framework.name, framework.version].filter(Boolean).join(' '),
  matrix: controlMatrix(framework, rules),
}));

describe.each(matrices.map(({ name, matrix }) => [name, matrix] as const))('%s', (_, matrix) => {
  test('gives each control one id', () => {
    const ids = matrix.map(({ control }) => control.id);
    expect(ids.length).toBeGreaterThan(20);
    expect(new Set(ids).size).toBe(ids.length);
  });

  test.each(matrix.map((coverage) => [coverage.control.id, coverage] as const))(
    '%s has either rules, or a place where it is checked instead',
    (_id, coverage) => {
      expect([coverage.rules.length > 0, coverage.control.elsewhere !== undefined]).toEqual(
        coverage.control.elsewhere === undefined ? [true, false] : [false, true],
      );
    },
  );
});

test('each control of NIST SP 800-190 is checked in another place, too', () => {
  const alone = NIST_800_190.controls.filter(
    ({ elsewhere, rest }) => (elsewhere === undefined) === (rest === undefined),
  );
  expect(alone.map(({ id }) => id)).toEqual([]);
});

test.each(rules.map((rule) => [rule.id, rule] as const))('%s refers to existing controls', (_, rule) => {
  const known = FRAMEWORKS.flatMap(({ name, version, controls }) => controls.map((c) => `${name} ${version} ${c.id}`));
  expect(rule.controls.map((c) => `${c.framework} ${c.version} ${c.id}`).filter((c) => !known.includes(c))).toEqual([]);
  expect(new Set(rule.controls.map((c) => JSON.stringify(c))).size).toBe(rule.controls.length);
});

test('the two numberings of CIS differ after a recommendation that was merged', () => {
  expect(cis('5.2.9', '5.2.10').map((c) => `${c.version} ${c.id}`)).toEqual([
    '1.10 5.2.9',
    '1.10 5.2.10',
    '1.12 5.2.9',
  ]);
});

test('a finding contains its controls, each with the version of its standard', () => {
  const [finding] = findingsOf(
    [BuiltInRules.named('no-privileged')],
    'apiVersion: v1\nkind: Pod\nspec: {containers: [{name: a, securityContext: {privileged: true}}]}',
  );
  expect(finding?.frameworks).toEqual([
    { name: 'NIST SP 800-190', id: '4.1.2' },
    { name: 'NIST SP 800-190', id: '4.4.3' },
    { name: 'CIS Kubernetes Benchmark 1.10', id: '5.2.2' },
    { name: 'CIS Kubernetes Benchmark 1.12', id: '5.2.2' },
    { name: 'NSA/CISA Kubernetes Hardening Guide', id: 'C-0057' },
  ]);
});

test.each([
  ['nist-800-190', 'NIST SP 800-190'],
  ['cis', 'CIS Kubernetes Benchmark'],
  ['nsa-cisa', 'NSA/CISA Kubernetes Hardening Guide'],
])('the pack %s contains the rules with controls of its standard', (name, framework) => {
  const expected = rules.filter((rule) => rule.controls.some((c) => c.framework === framework));
  expect(expected.length).toBeGreaterThan(10);
  expect(BuiltInPacks.named(name).rules).toEqual(expected.filter(({ id }) => id !== 'linux-hardening'));
});
