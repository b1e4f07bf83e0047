import { Severity } from '../../diagnostics/severity';
import { letsThrough } from '../action';
import { example } from './example';
import type { SeccompLint } from './lint';

const NEEDED: ReadonlyArray<readonly [string, string]> = [
  ['execve', 'the runtime starts the program with it, after the filter is set'],
  ['exit', 'a thread exits with it'],
  ['exit_group', 'the program exits with it'],
  ['rt_sigreturn', 'every signal handler returns with it'],
];

/** Finds a profile without the calls that every program needs to start and exit. */
export const missingEssentials: SeccompLint = {
  id: 'missing-essentials',
  severity: Severity.HIGH,
  title: 'no program can start and exit under the profile',
  rationale: 'A profile that denies by default must allow what every program does: start, handle a signal, and exit.',
  check: (file) => {
    if (file.defaultAction === undefined || letsThrough(file.defaultAction)) return [];
    const allowed = new Set(file.rules.filter(({ action }) => letsThrough(action)).flatMap(({ names }) => names));
    const missing = NEEDED.filter(([name]) => !allowed.has(name));
    if (missing.length === 0) return [];
    return [
      {
        line: file._lineOf('syscalls'),
        message: `no rule allows ${missing.map(([name, why]) => `${name} (${why})`).join(', ')}`,
        fix: `allow ${missing.map(([name]) => name).join(', ')}`,
      },
    ];
  },
  good: example(''),
  bad: '{ "defaultAction": "SCMP_ACT_ERRNO", "syscalls": [{ "names": ["execve", "exit", "rt_sigreturn"], "action": "SCMP_ACT_ALLOW" }] }',
};
