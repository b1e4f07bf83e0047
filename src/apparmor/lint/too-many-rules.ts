import { Severity } from '../../diagnostics/severity';
import type { AppArmorLint, AppArmorMark } from './lint';

/** Reports lints that stopped before they had compared all rules. `lintAppArmor` creates the finding, which lists these lints. */
export const tooManyRules: AppArmorLint = {
  id: 'too-many-rules',
  severity: Severity.HIGH,
  title: 'the profile was not checked completely',
  rationale:
    'To find deny rules that override allow rules, the lints compare patterns with each other. They stop after a number of steps that depends on the length of the text. If a profile needs more steps, the check is incomplete, and further problems may remain unreported.',
  check: () => [],
  good: '/data/** rw,',
  bad: Array.from({ length: 100 }, (_, i) => `/*a*b*${i}*c** rw,\ndeny /*a*b*${i}*d** rw,`).join('\n'),
};

/** Returns the finding for a profile whose lints stopped early. */
export function unfinishedMark(line: number, lints: ReadonlyArray<string>, steps: number): AppArmorMark {
  return {
    line,
    message: `comparing the patterns takes more than ${steps} steps: ${lints.join(', ')} ${lints.length === 1 ? 'is' : 'are'} incomplete`,
    fix: 'use fewer wildcards in each path, or split the profile into several files',
  };
}
