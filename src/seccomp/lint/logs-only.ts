import { Severity } from '../../diagnostics/severity';
import { SeccompAction } from '../action';
import { example } from './example';
import type { SeccompLint } from './lint';

/** Finds a profile that logs instead of denying. */
export const logsOnly: SeccompLint = {
  id: 'logs-only',
  severity: Severity.HIGH,
  title: 'the profile only logs',
  rationale:
    'SCMP_ACT_LOG allows every call. It is for finding out what a program needs, not for confining the program.',
  check: (file) =>
    file.defaultAction === SeccompAction.LOG
      ? [
          {
            line: file._lineOf('defaultAction'),
            message: 'the default action SCMP_ACT_LOG logs system calls and denies none',
            fix: 'set the default action to SCMP_ACT_ERRNO when the list of allowed calls is complete',
          },
        ]
      : [],
  good: example(''),
  bad: example('', '"defaultAction": "SCMP_ACT_LOG"'),
};
