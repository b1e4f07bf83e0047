import { quote } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import type { AppArmorLint } from './lint';

/** The profile also confines programs of the node. */
export const attachesToNode: AppArmorLint = {
  id: 'attaches-to-node',
  severity: Severity.MEDIUM,
  title: 'programs of the node are confined, too',
  rationale:
    "A container's profile is chosen by its name. A path in the header besides lays it on every program of that path: the node's own as well, whose needs nobody thought of.",
  check: (profile) =>
    profile.attachment === undefined || profile.name.includes('//')
      ? []
      : [
          {
            line: profile.line,
            message: `the profile is laid on the node's ${quote(profile.attachment)} as well`,
            fix: 'leave the path out: profile NAME {',
          },
        ],
  good: 'profile web flags=(attach_disconnected, mediate_deleted) {\n  include <abstractions/base>\n}',
  bad: 'profile web /usr/sbin/nginx flags=(attach_disconnected, mediate_deleted) {\n  include <abstractions/base>\n}',
};
