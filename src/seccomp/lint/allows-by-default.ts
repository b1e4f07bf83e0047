import { Severity } from '../../diagnostics/severity';
import { SeccompAction } from '../action';
import { example } from './example';
import type { SeccompLint } from './lint';

const OPEN: ReadonlyArray<string | undefined> = [SeccompAction.ALLOW, SeccompAction.TRACE];

/** Finds a profile that lists what is denied, and allows everything else. */
export const allowsByDefault: SeccompLint = {
  id: 'allows-by-default',
  severity: Severity.HIGH,
  title: 'system calls that no rule lists are allowed',
  rationale:
    'A list of denied calls is never complete: every call that a newer kernel adds is allowed, and most denied calls have a newer equivalent.',
  check: (file) =>
    OPEN.includes(file.defaultAction)
      ? [
          {
            line: file._lineOf('defaultAction'),
            message: `the default action ${file.defaultAction} allows every system call that no rule lists`,
            fix: 'set the default action to SCMP_ACT_ERRNO, and allow what the program calls; the default action SCMP_ACT_LOG logs these calls',
          },
        ]
      : [],
  good: example(''),
  bad: '{ "defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{ "names": ["chroot"], "action": "SCMP_ACT_ERRNO" }] }',
};
