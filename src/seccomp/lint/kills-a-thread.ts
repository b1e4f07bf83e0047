import { Severity } from '../../diagnostics/severity';
import { example } from './example';
import type { SeccompLint } from './lint';

/** Finds a default action that kills one thread and leaves its process running. */
export const killsAThread: SeccompLint = {
  id: 'kills-a-thread',
  severity: Severity.LOW,
  title: 'a denied system call kills only one thread of the process',
  rationale:
    'If only one thread is killed, the rest of the process waits for locks that this thread never releases, and the container looks alive.',
  check: (file) =>
    file.defaultAction === 'SCMP_ACT_KILL' || file.defaultAction === 'SCMP_ACT_KILL_THREAD'
      ? [
          {
            line: file._lineOf('defaultAction'),
            message: `the default action ${file.defaultAction} kills only the thread, not its process`,
            fix: 'use SCMP_ACT_ERRNO or SCMP_ACT_KILL_PROCESS',
          },
        ]
      : [],
  good: example('', '"defaultAction": "SCMP_ACT_KILL_PROCESS"'),
  bad: example('', '"defaultAction": "SCMP_ACT_KILL"'),
};
