import { Severity } from '../../diagnostics/severity';
import type { AppArmorLint } from './lint';

/** Finds a rule that the parser accepts, but that does not do what it seems to do. */
export const misleadingRule: AppArmorLint = {
  id: 'misleading-rule',
  severity: Severity.MEDIUM,
  title: 'a rule does not do what it seems to do',
  rationale:
    'The parser does not warn about paths that no file has, conditions that contradict each other, or words that have no effect where they are.',
  check: (profile) =>
    profile.rules.flatMap(({ rule, line }) =>
      rule._unfit.map((problem) => ({
        line,
        message: `${rule.render()}: ${problem}`,
        fix: 'change the rule as the message says, or remove it',
      })),
    ),
  good: '/data/file r,',
  bad: '/data/../file r,',
};
