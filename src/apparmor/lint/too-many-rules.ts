import { Severity } from '../../diagnostics/severity';
import type { AppArmorLint, AppArmorMark } from './lint';

/** Lints that ended before they had compared every rule. The message says which: `lintAppArmor` writes it. */
export const tooManyRules: AppArmorLint = {
  id: 'too-many-rules',
  severity: Severity.HIGH,
  title: 'the profile was not judged as a whole',
  rationale:
    'To find which refusal takes back which allowance, patterns are compared with each other. The work for it is limited to a number of steps that grows with the length of the text. A profile that needs more is not judged as a whole, so its other findings may not be all.',
  check: () => [],
  good: '/data/** rw,',
  bad: Array.from({ length: 100 }, (_, i) => `/*a*b*${i}*c** rw,\ndeny /*a*b*${i}*d** rw,`).join('\n'),
};

/** What is said of a profile whose lints ended early. */
export function unfinishedMark(line: number, lints: ReadonlyArray<string>, steps: number): AppArmorMark {
  return {
    line,
    message: `its patterns need more than ${steps} steps to compare: ${lints.join(', ')} ${lints.length === 1 ? 'is' : 'are'} not finished`,
    fix: 'write fewer wildcards into one path, or split the profile into files of their own',
  };
}
