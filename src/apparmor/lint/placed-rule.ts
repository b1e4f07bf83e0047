import type { AppArmorRule } from '../rule';
import { FileRule } from '../rules/file-rule';
import { LinkRule } from '../rules/link-rule';

/** A rule, and the line on which it starts. */
export interface PlacedRule<Rule extends AppArmorRule = AppArmorRule> {
  readonly rule: Rule;
  readonly line: number;
  /** True if the rule applies only to files of the process's user ID, by its own qualifier or that of a block around it. */
  readonly owner: boolean;
}

/** Returns a rule with its line. */
export function placedRule(rule: AppArmorRule, line: number, inOwnerBlock = false): PlacedRule {
  const owner = inOwnerBlock || ((rule instanceof FileRule || rule instanceof LinkRule) && rule.owner);
  return { rule, line, owner };
}
