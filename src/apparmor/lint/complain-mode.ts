import { Severity } from '../../diagnostics/severity';
import type { AppArmorLint } from './lint';

/** Finds a profile that logs instead of denying. */
export const complainMode: AppArmorLint = {
  id: 'complain-mode',
  severity: Severity.HIGH,
  title: 'the profile denies nothing',
  rationale:
    'In complain mode, the kernel allows and logs what no rule allows. This mode is for finding out what a program needs.',
  check: (profile) =>
    ['complain', 'unconfined', 'default_allow', 'prompt']
      .filter((flag) => profile.flags.includes(flag))
      .map((flag) => ({
        line: profile.line,
        message: `the flag ${flag} lets the program do what no rule allows`,
        fix: `remove ${flag} when the profile allows what the program needs`,
      })),
  good: 'profile web flags=(attach_disconnected, mediate_deleted) {\n  include <abstractions/base>\n}',
  bad: 'profile web flags=(complain) {\n  include <abstractions/base>\n}',
};
