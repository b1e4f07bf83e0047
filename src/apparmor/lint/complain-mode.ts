import { Severity } from '../../diagnostics/severity';
import type { AppArmorLint } from './lint';

/** The profile logs in place of refusing. */
export const complainMode: AppArmorLint = {
  id: 'complain-mode',
  severity: Severity.HIGH,
  title: 'the profile refuses nothing',
  rationale: 'In complain mode what is not allowed runs and is logged. It is for learning what a program needs.',
  check: (profile) =>
    ['complain', 'unconfined', 'default_allow', 'prompt']
      .filter((flag) => profile.flags.includes(flag))
      .map((flag) => ({
        line: profile.line,
        message: `the flag ${flag} lets run what no rule allows`,
        fix: `take ${flag} out when the rules are learnt`,
      })),
  good: 'profile web flags=(attach_disconnected, mediate_deleted) {\n  include <abstractions/base>\n}',
  bad: 'profile web flags=(complain) {\n  include <abstractions/base>\n}',
};
