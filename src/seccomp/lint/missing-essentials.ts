import { Severity } from '../../diagnostics/severity';
import { letsThrough } from '../action';
import { example } from './example';
import type { SeccompLint } from './lint';

const NEEDED: ReadonlyArray<readonly [string, string]> = [
  ['execve', 'the runtime starts the program with it, under the filter'],
  ['exit', 'a thread ends with it'],
  ['exit_group', 'the program ends with it'],
  ['rt_sigreturn', 'every handled signal ends with it'],
];

/** Without these a program cannot start, or dies when it ends. */
export const missingEssentials: SeccompLint = {
  id: 'missing-essentials',
  severity: Severity.HIGH,
  title: 'no program can start and end under the profile',
  rationale: 'A profile that refuses by default must allow what every program does: be started, handle a signal, end.',
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
