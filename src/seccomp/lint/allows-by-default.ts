import { Severity } from '../../diagnostics/severity';
import { SeccompAction } from '../action';
import { example } from './example';
import type { SeccompLint } from './lint';

const OPEN: ReadonlyArray<string | undefined> = [SeccompAction.ALLOW, SeccompAction.TRACE];

/** The profile lists what is refused, and lets through the rest. */
export const allowsByDefault: SeccompLint = {
  id: 'allows-by-default',
  severity: Severity.HIGH,
  title: 'what is not listed is allowed',
  rationale:
    'A list of refusals forgets what it does not know: every call that a newer kernel has is open, and most refused calls have a younger twin.',
  check: (file) =>
    OPEN.includes(file.defaultAction)
      ? [
          {
            line: file._lineOf('defaultAction'),
            message: `the default action ${file.defaultAction} lets through every system call that no rule names`,
            fix: 'make SCMP_ACT_ERRNO the default, and allow what the program calls; the default action SCMP_ACT_LOG shows what that is',
          },
        ]
      : [],
  good: example(''),
  bad: '{ "defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{ "names": ["chroot"], "action": "SCMP_ACT_ERRNO" }] }',
};
