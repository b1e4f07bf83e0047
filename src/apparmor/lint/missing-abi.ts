import { Severity } from '../../diagnostics/severity';
import type { AppArmorLint } from './lint';

/** Finds a file without an abi line, in which newer kinds of rules may not be enforced. */
export const missingAbi: AppArmorLint = {
  id: 'missing-abi',
  severity: Severity.MEDIUM,
  title: 'the file does not specify an AppArmor ABI',
  rationale:
    'Without an abi line, the parser uses its own default, under which network rules and newer kinds of rules may not be enforced.',
  check: (profile) =>
    profile.abi !== undefined || profile.name.includes('//')
      ? []
      : [{ line: profile.line, message: 'the file has no abi line', fix: 'start the file with abi <abi/3.0>,' }],
  good: 'abi <abi/3.0>,\nprofile web flags=(attach_disconnected, mediate_deleted) {\n  signal (receive) peer=unconfined,\n}',
  bad: 'profile web flags=(attach_disconnected, mediate_deleted) {\n  signal (receive) peer=unconfined,\n}',
};
