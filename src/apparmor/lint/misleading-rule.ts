import { Severity } from '../../diagnostics/severity';
import type { AppArmorLint } from './lint';

/** The parser takes it, and it does not mean what it seems to. */
export const misleadingRule: AppArmorLint = {
  id: 'misleading-rule',
  severity: Severity.MEDIUM,
  title: 'the parser takes it for something else',
  rationale:
    'The parser says nothing about paths that no file has, conditions that contradict each other and words that have no effect where they stand.',
  check: (profile) =>
    profile.rules.flatMap(({ rule, line }) =>
      rule._unfit.map((problem) => ({
        line,
        message: `${rule.render()}: ${problem}`,
        fix: 'write it as the message says, or leave the rule out',
      })),
    ),
  good: '/data/file r,',
  bad: '/data/../file r,',
};
