import { quote } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import type { AppArmorLint } from './lint';

/** Finds a profile that also confines programs of the node. */
export const attachesToNode: AppArmorLint = {
  id: 'attaches-to-node',
  severity: Severity.MEDIUM,
  title: 'the profile also confines programs of the node',
  rationale:
    "A container selects its profile by name. If the header also has a path, the kernel applies the profile to every program with that path, including the node's own programs, which the profile was not written for.",
  check: (profile) =>
    profile.attachment === undefined || profile.name.includes('//')
      ? []
      : [
          {
            line: profile.line,
            message: `the profile also applies to ${quote(profile.attachment)} of the node`,
            fix: 'remove the path from the header: profile NAME {',
          },
        ],
  good: 'profile web flags=(attach_disconnected, mediate_deleted) {\n  include <abstractions/base>\n}',
  bad: 'profile web /usr/sbin/nginx flags=(attach_disconnected, mediate_deleted) {\n  include <abstractions/base>\n}',
};
