import { Severity } from '../../diagnostics/severity';
import type { Glob } from '../glob/glob';
import type { AppArmorLint, AppArmorMark } from './lint';
import type { PlacedFile } from './file-access';
import type { LintSubject } from './subject';

const glob = (...names: string[]): Glob[] =>
  names.map((name): Glob => [{ kind: 'text', text: name }, { kind: 'globstar' }]);
const EVERYTHING = glob('/');
/** Folders that come with an image, and that nothing writes to at run time. */
const SYSTEM = glob(
  '/bin/',
  '/boot/',
  '/etc/',
  '/lib/',
  '/opt/',
  '/root/',
  '/sbin/',
  '/usr/',
  '/usr/bin/',
  '/usr/lib/',
);
const PROGRAMS = glob('/bin/', '/sbin/', '/usr/bin/', '/usr/sbin/', '/usr/local/bin/');

/** Finds file rules that allow far more than one program needs. */
export const broadFiles: AppArmorLint = {
  id: 'broad-files',
  severity: Severity.HIGH,
  title: 'a rule allows far more files than a program needs',
  rationale:
    'A profile protects by what it does not allow. The rules "file," and "/** rwx" allow every file that no deny rule lists, and nobody can list every file.',
  check: (profile) => profile.files.allows.flatMap((each) => mark(profile, each)),
  good: '/etc/app/** r,\n/data/** rw,\n/usr/bin/app mrix,',
  bad: '/** rw,',
};

function mark(profile: LintSubject, file: PlacedFile): AppArmorMark[] {
  const letters = profile.files.effective(file);
  const writes = letters.includes('w') || letters.includes('a');
  const runs = letters.includes('x');
  const reach = (places: ReadonlyArray<Glob>): boolean => places.some((place) => profile.files.covers(file, place));
  const found = (severity: Severity, what: string, fix: string): AppArmorMark[] => [
    { line: file.line, severity, message: `${file.rule.render()} ${what}`, fix },
  ];
  if (reach(EVERYTHING)) {
    const fix = 'list the folders and the programs one by one; you can start from AppArmorBaseline';
    if (writes && runs) return found(Severity.CRITICAL, 'allows writing and executing every file', fix);
    if (writes) return found(Severity.HIGH, 'allows writing every file', fix);
    if (runs) return found(Severity.HIGH, 'allows executing every program, including shells', fix);
    return found(Severity.MEDIUM, 'allows reading every file, including other mounts and tokens', fix);
  }
  if (writes && reach(SYSTEM))
    return found(Severity.HIGH, 'allows writing files that come with the image', 'write only to volumes and /tmp');
  if (runs && reach(PROGRAMS))
    return found(
      Severity.MEDIUM,
      'allows executing every program of a folder, including shells',
      'list the programs one by one',
    );
  return [];
}
