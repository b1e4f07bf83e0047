import { Severity } from '../../diagnostics/severity';
import { SeccompAction } from '../action';
import { example } from './example';
import type { SeccompLint } from './lint';

/** The profile logs in place of refusing. */
export const logsOnly: SeccompLint = {
  id: 'logs-only',
  severity: Severity.HIGH,
  title: 'the profile only logs',
  rationale: 'SCMP_ACT_LOG lets every call run. It is for learning what a program needs, not for keeping it in.',
  check: (file) =>
    file.defaultAction === SeccompAction.LOG
      ? [
          {
            line: file._lineOf('defaultAction'),
            message: 'the default action SCMP_ACT_LOG logs system calls and refuses none',
            fix: 'make SCMP_ACT_ERRNO the default when the list is learnt',
          },
        ]
      : [],
  good: example(''),
  bad: example('', '"defaultAction": "SCMP_ACT_LOG"'),
};
