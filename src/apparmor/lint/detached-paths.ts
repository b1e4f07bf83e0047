import { Severity } from '../../diagnostics/severity';
import { literalGlob } from '../glob/glob';
import type { AppArmorLint } from './lint';
import type { LintSubject } from './subject';

/** A file with a path that nothing in an image has. */
const DETACHED = literalGlob('/9f1c-detached/file');

/** How files are judged whose path cannot be told. */
export const detachedPaths: AppArmorLint = {
  id: 'detached-paths',
  severity: Severity.LOW,
  title: 'files whose path cannot be told',
  rationale:
    'On overlay file systems the path of some files cannot be told. Without attach_disconnected they are refused, and the container fails now and then; with it they are judged as if they stood below "/", and a rule that begins with a glob takes them in.',
  check: (profile) => [...missing(profile), ...wide(profile)],
  good: 'profile web flags=(attach_disconnected, mediate_deleted) {\n  include <abstractions/base>\n  /data/** rw,\n}',
  bad: 'profile web {\n  include <abstractions/base>\n  /data/** rw,\n}',
};

function missing(profile: LintSubject): ReturnType<AppArmorLint['check']> {
  if (profile.flags.some((flag) => flag.includes('attach_disconnected'))) return [];
  return [
    {
      line: profile.line,
      message: 'the flag attach_disconnected is missing: files of overlay mounts whose path cannot be told are refused',
      fix: 'add flags=(attach_disconnected, mediate_deleted), or no_attach_disconnected to say that it is meant',
    },
  ];
}

function wide(profile: LintSubject): ReturnType<AppArmorLint['check']> {
  if (!profile.flags.includes('attach_disconnected')) return [];
  return profile.files.allows
    .filter(
      (each) => profile.files.effective(each).some((letter) => letter !== 'r') && profile.files.matches(each, DETACHED),
    )
    .slice(0, 1)
    .map(({ rule, line }) => ({
      line,
      message: `with attach_disconnected ${rule.render()} takes in files whose path cannot be told, such as those of mounts that are gone`,
      fix: 'begin the path with a folder by name',
    }));
}
