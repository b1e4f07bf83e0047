import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BuiltInPacks } from '../../src/policy/built-in-packs';
import { BuiltInRules } from '../../src/policy/built-in-rules';
import { engineRules } from '../../src/policy/engine-rule';
import { PolicyEngine } from '../../src/policy/engine';
import { POD_SECURITY_CHECKS } from '../../src/policy/pod-security/pod-security';
import type { Rule } from '../../src/policy/rule';
import { Severity } from '../../src/diagnostics/severity';
import { Topic } from '../../src/policy/topic';
import { documents, findingsOf } from './judging';

const rules = BuiltInRules.all();
const RULES = join(__dirname, '../../src/policy/rules');
const files = readdirSync(RULES, { recursive: true, encoding: 'utf8' }).filter(
  (file) =>
    file.endsWith('.ts') && /^export const \w+ = \w*[rR]ule\(\{$/m.test(readFileSync(join(RULES, file), 'utf8')),
);

test('every rule is in the file of its id, in the folder of its topic', () => {
  const folders = new Map(Object.entries(Topic).map(([name, topic]) => [String(topic), name.toLowerCase()]));
  expect(files.length).toBeGreaterThan(20);
  expect(rules.map(({ id, topic }) => `${folders.get(topic ?? '')}/${id}.ts`).sort()).toEqual(files.sort());
});

test('no rule has the id of a rule of the engine', () => {
  const own = Object.values({ ...engineRules() }).map((rule) => rule.id);
  expect(rules.filter((rule) => own.includes(rule.id))).toEqual([]);
});

// rules that constructs acknowledge for a weaker value
test.each([
  'added-capabilities',
  'apparmor-profile',
  'drop-all-capabilities',
  'image-digest',
  'namespace-pod-security',
  'no-host-namespaces',
  'no-host-path',
  'no-privilege-escalation',
  'no-privileged',
  'no-secret-env',
  'no-service-account-token',
  'read-only-root-filesystem',
  'resource-limits',
  'run-as-non-root',
  'run-as-user',
  'seccomp-profile',
])('the rule %s exists', (id) => {
  expect(BuiltInRules.named(id).id).toBe(id);
});

test('a rule of severity high or critical follows each check of the Pod Security Standards', () => {
  const followed = new Set(rules.flatMap((rule) => rule.podSecurityChecks));
  expect(POD_SECURITY_CHECKS.filter(({ id }) => !followed.has(id))).toEqual([]);
  const following = rules.filter((rule) => rule.podSecurityChecks.length > 0);
  expect(following.filter((rule) => ![Severity.HIGH, Severity.CRITICAL].includes(rule.severity))).toEqual([]);
});

test.each(POD_SECURITY_CHECKS.map(({ id }) => [id]))(
  'the check %s rejects a bad example of a rule that follows it',
  (id) => {
    const following = rules.filter((rule) => rule.podSecurityChecks.includes(id));
    const rejected = following.flatMap((rule) => rule.examples.bad.flatMap((yaml) => checksOf(rule, yaml)));
    expect(rejected).toContain(id);
  },
);

/** Returns the checks that reject a manifest, including those of baseline that restricted replaces. */
function checksOf(rule: Rule, yaml: string): (string | undefined)[] {
  return ['pss-baseline', 'pss-restricted'].flatMap((name) =>
    new PolicyEngine({ packs: [BuiltInPacks.named(name)], kubernetes: 'latest' })
      .check(documents(yaml))
      .findings.filter((finding) => finding.rule === rule.id)
      .map(({ check }) => check),
  );
}

describe.each(rules.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  const { good, bad } = rule.examples;

  test('has good and bad examples', () => {
    expect(good.length * bad.length).toBeGreaterThan(0);
  });

  test.each(bad.map((yaml, i) => [i + 1, yaml]))('rejects bad example %i', (_number, yaml) => {
    expect(new Set(findingsOf([rule], yaml).map((f) => f.rule))).toEqual(new Set([id]));
  });

  test.each(good.map((yaml, i) => [i + 1, yaml]))('accepts good example %i', (_number, yaml) => {
    expect(findingsOf([rule], yaml)).toEqual([]);
  });

  test('has a title, a rationale and a fix', () => {
    for (const text of [rule.title, rule.rationale, rule.fix]) expect(text.trim().length).toBeGreaterThan(10);
  });

  test('has CEL on one line, if any', () => {
    expect(rule.cel ?? '').not.toMatch(/[\n\r]/);
  });
});
