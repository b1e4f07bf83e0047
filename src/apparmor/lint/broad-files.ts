import { Severity } from '../../diagnostics/severity';
import type { Glob } from '../glob/glob';
import type { AppArmorLint, AppArmorMark } from './lint';
import type { PlacedFile } from './file-access';
import type { LintSubject } from './subject';

const glob = (...names: string[]): Glob[] =>
  names.map((name): Glob => [{ kind: 'text', text: name }, { kind: 'globstar' }]);
const EVERYTHING = glob('/');
/** What an image brings and nobody writes at run time. */
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

/** Rules that reach far beyond what one program needs. */
export const broadFiles: AppArmorLint = {
  id: 'broad-files',
  severity: Severity.HIGH,
  title: 'files far beyond what a program needs',
  rationale:
    'A profile confines by what it does not allow. "file," and "/** rwx" allow everything that is not refused by name, and nobody can name everything.',
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
    const fix = 'name the folders, and the programs one by one; AppArmorBaseline is a profile to start from';
    if (writes && runs) return found(Severity.CRITICAL, 'lets every file be written and executed', fix);
    if (writes) return found(Severity.HIGH, 'lets every file be written', fix);
    if (runs) return found(Severity.HIGH, 'lets every program be executed, shells too', fix);
    return found(Severity.MEDIUM, 'lets every file be read, other mounts and tokens too', fix);
  }
  if (writes && reach(SYSTEM))
    return found(Severity.HIGH, 'lets what the image brings be written', 'keep writing to volumes and /tmp');
  if (runs && reach(PROGRAMS))
    return found(
      Severity.MEDIUM,
      'lets every program of a folder be executed, shells too',
      'name the programs one by one',
    );
  return [];
}
