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

test('no rule has the id of what the engine itself says', () => {
  const own = Object.values({ ...engineRules() }).map((rule) => rule.id);
  expect(rules.filter((rule) => own.includes(rule.id))).toEqual([]);
});

// what constructs acknowledge when a weaker value is asked for
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
])('there is a rule %s', (id) => {
  expect(BuiltInRules.named(id).id).toBe(id);
});

test('every check of the Pod Security Standards is followed by a rule, each at least high', () => {
  const followed = new Set(rules.flatMap((rule) => rule.podSecurityChecks));
  expect(POD_SECURITY_CHECKS.filter(({ id }) => !followed.has(id))).toEqual([]);
  const following = rules.filter((rule) => rule.podSecurityChecks.length > 0);
  expect(following.filter((rule) => ![Severity.HIGH, Severity.CRITICAL].includes(rule.severity))).toEqual([]);
});

test.each(POD_SECURITY_CHECKS.map(({ id }) => [id]))(
  'the check %s refuses a bad example of a rule that follows it',
  (id) => {
    const following = rules.filter((rule) => rule.podSecurityChecks.includes(id));
    const refused = following.flatMap((rule) => rule.examples.bad.flatMap((yaml) => checksOf(rule, yaml)));
    expect(refused).toContain(id);
  },
);

/** Baseline's checks too, which those of restricted replace. */
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

  test('shows what it takes and what it finds', () => {
    expect(good.length * bad.length).toBeGreaterThan(0);
  });

  test.each(bad.map((yaml) => [yaml]))('finds fault with%s', (yaml) => {
    expect(new Set(findingsOf([rule], yaml).map((f) => f.rule))).toEqual(new Set([id]));
  });

  test.each(good.map((yaml) => [yaml]))('takes%s', (yaml) => {
    expect(findingsOf([rule], yaml)).toEqual([]);
  });

  test('says what it demands, why and what mends it', () => {
    for (const text of [rule.title, rule.rationale, rule.fix]) expect(text.trim().length).toBeGreaterThan(10);
  });

  test('carries CEL on one line, if any', () => {
    expect(rule.cel ?? '').not.toMatch(/[\n\r]/);
  });
});
