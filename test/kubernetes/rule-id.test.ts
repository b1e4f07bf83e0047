import { ruleIds, isRuleId } from '../../src/kubernetes/rule-id';
import { BuiltInRules } from '../../src/policy/built-in-rules';
import { RegistryAllowList } from '../../src/policy/rules/images/registry-allow-list';

test('the list of ids contains every rule of the library, sorted: a new rule belongs into src/kubernetes/rule-id.ts', () => {
  const rules = [...BuiltInRules.all(), new RegistryAllowList({ registries: ['registry.example'] })];
  expect(ruleIds()).toEqual(rules.map(({ id }) => id).sort());
});

test.each(['constructor', 'no-privilege', ''])('%j is not the id of a rule', (id) => {
  expect(isRuleId(id)).toBe(false);
});
