import { Severity } from '../../diagnostics/severity';
import { example } from './example';
import type { SeccompLint } from './lint';

/** A thread dies, and its process lives on without it. */
export const killsAThread: SeccompLint = {
  id: 'kills-a-thread',
  severity: Severity.LOW,
  title: 'a refused call kills one thread of a process',
  rationale: 'What is left of the process waits for locks that nobody gives back, and the container looks alive.',
  check: (file) =>
    file.defaultAction === 'SCMP_ACT_KILL' || file.defaultAction === 'SCMP_ACT_KILL_THREAD'
      ? [
          {
            line: file._lineOf('defaultAction'),
            message: `the default action ${file.defaultAction} ends the thread alone, not its process`,
            fix: 'make it SCMP_ACT_ERRNO, or SCMP_ACT_KILL_PROCESS',
          },
        ]
      : [],
  good: example('', '"defaultAction": "SCMP_ACT_KILL_PROCESS"'),
  bad: example('', '"defaultAction": "SCMP_ACT_KILL"'),
};
