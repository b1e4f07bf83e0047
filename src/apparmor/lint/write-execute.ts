import { Severity } from '../../diagnostics/severity';
import type { AppArmorLint, AppArmorMark } from './lint';
import type { PlacedFile } from './file-access';
import type { LintSubject } from './subject';

/** Finds files that the program can both write and execute. */
export const writeExecute: AppArmorLint = {
  id: 'write-execute',
  severity: Severity.HIGH,
  title: 'a file can be written and executed',
  rationale:
    'An attacker who can write a file can run their own program if the file can be executed (x), or load their own library if it can be mapped (m).',
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
  // the rule itself comes first, so that one problem does not point to two lines
  const writing = writable.has(file) ? file : profile.files.firstThatMeets(file, writable);
  if (writing === undefined) return [];
  const what = letter === 'x' ? 'executed' : 'mapped as a library';
  const where = writing === file ? '' : ` (${writing.rule.render()} on line ${writing.line})`;
  return [
    {
      line: file.line,
      ...(letter === 'm' && { severity: Severity.MEDIUM }),
      message: `${file.rule.path} can be written${where} and ${what}`,
      fix: `do not allow writing files that are ${what}, or deny it: deny ${writing.rule.path} ${letter},`,
    },
  ];
}
