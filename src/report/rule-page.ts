import { ownPackage } from '../diagnostics/own-package';
import { BuiltInRules } from '../policy/built-in-rules';
import type { Rule } from '../policy/rule';

/** Folder of the pages of rules, in the repository and in the package. */
export const RULE_PAGES = 'docs/rules';

/** Returns the addresses of the pages of built-in rules, by id. A rule of a user has no page, whatever its id. */
export function rulePages(rules: ReadonlyArray<Rule>): ReadonlyMap<string, string> {
  const builtIn = new Set(BuiltInRules.all());
  const { version, repository } = ownPackage();
  const tree = `${repository.url.replace(/^git\+/, '').replace(/\.git$/, '')}/blob/v${version}`;
  return new Map(rules.filter((rule) => builtIn.has(rule)).map(({ id }) => [id, `${tree}/${RULE_PAGES}/${id}.md`]));
}
