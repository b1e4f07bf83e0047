import { Severity } from '../../diagnostics/severity';
import { literalGlob } from '../glob/glob';
import type { AppArmorLint } from './lint';
import type { LintSubject } from './subject';

/** Path that no file of an image has. */
const DETACHED = literalGlob('/9f1c-detached/file');

/** Finds profiles that deny files with a disconnected path, or allow them by a broad rule. */
export const detachedPaths: AppArmorLint = {
  id: 'detached-paths',
  severity: Severity.LOW,
  title: 'files with a disconnected path are denied, or match a broad rule',
  rationale:
    'On overlay file systems, the kernel cannot find the full path of some files: their path is disconnected. Without the flag attach_disconnected, these files are denied, and the container fails now and then. With the flag, their path is treated as if it started at "/", so a rule that starts with a glob also matches them.',
  check: (profile) => [...missing(profile), ...wide(profile)],
  good: 'profile web flags=(attach_disconnected, mediate_deleted) {\n  include <abstractions/base>\n  /data/** rw,\n}',
  bad: 'profile web {\n  include <abstractions/base>\n  /data/** rw,\n}',
};

function missing(profile: LintSubject): ReturnType<AppArmorLint['check']> {
  if (profile.flags.some((flag) => flag.includes('attach_disconnected'))) return [];
  return [
    {
      line: profile.line,
      message: 'the flag attach_disconnected is missing: files of overlay mounts with a disconnected path are denied',
      fix: 'add flags=(attach_disconnected, mediate_deleted), or no_attach_disconnected if this is intended',
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
      message: `with attach_disconnected, ${rule.render()} also matches files with a disconnected path, such as files on an unmounted file system`,
      fix: 'start the path with the name of a folder',
    }));
}
