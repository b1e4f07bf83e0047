import { Severity } from '../../diagnostics/severity';
import type { AppArmorLint } from './lint';

/** Newer kinds of rules may go unenforced. */
export const missingAbi: AppArmorLint = {
  id: 'missing-abi',
  severity: Severity.MEDIUM,
  title: 'the file does not say which rules its author knew',
  rationale:
    'Without an abi line the parser takes a default of its own, under which network rules and newer kinds may go unenforced.',
  check: (profile) =>
    profile.abi !== undefined || profile.name.includes('//')
      ? []
      : [{ line: profile.line, message: 'the file has no abi line', fix: 'begin it with abi <abi/3.0>,' }],
  good: 'abi <abi/3.0>,\nprofile web flags=(attach_disconnected, mediate_deleted) {\n  signal (receive) peer=unconfined,\n}',
  bad: 'profile web flags=(attach_disconnected, mediate_deleted) {\n  signal (receive) peer=unconfined,\n}',
};
