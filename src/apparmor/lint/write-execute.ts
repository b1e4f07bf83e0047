import { Severity } from '../../diagnostics/severity';
import type { AppArmorLint, AppArmorMark } from './lint';
import type { PlacedFile } from './file-access';
import type { LintSubject } from './subject';

/** What the program writes, it can run. */
export const writeExecute: AppArmorLint = {
  id: 'write-execute',
  severity: Severity.HIGH,
  title: 'a file can be written and executed',
  rationale:
    'An attacker who can write a file brings a program of his own if he may execute it (x), or a library if he may map it (m).',
  check: (profile) => {
    const writable = new Set(profile.files.allows.filter((each) => has(profile, each, 'w', 'a')));
    return profile.files.allows.flatMap((each) => [
      ...marks(profile, each, writable, 'x'),
      ...(has(profile, each, 'x') ? [] : marks(profile, each, writable, 'm')),
    ]);
  },
  good: '/bin/app mrix,\n/data/** rw,',
  bad: '/data/** rw,\n/data/plugins/* ix,',
};

function has({ files }: LintSubject, file: PlacedFile, ...letters: string[]): boolean {
  return files.effective(file).some((letter) => letters.includes(letter));
}

function marks(
  profile: LintSubject,
  file: PlacedFile,
  writable: ReadonlySet<PlacedFile>,
  letter: 'x' | 'm',
): AppArmorMark[] {
  if (!has(profile, file, letter)) return [];
  // two lines would say the same of one rule
  const writing = writable.has(file) ? file : profile.files.firstThatMeets(file, writable);
  if (writing === undefined) return [];
  const what = letter === 'x' ? 'executed' : 'mapped as a library';
  const where = writing === file ? '' : `, ${writing.rule.render()} on line ${writing.line}`;
  return [
    {
      line: file.line,
      ...(letter === 'm' && { severity: Severity.MEDIUM }),
      message: `${file.rule.path} can be written${where} and ${what}`,
      fix: `keep what is ${what} apart from what is written, or refuse it: deny ${writing.rule.path} ${letter},`,
    },
  ];
}
