import { quote } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import { letsThrough } from '../action';
import { SeccompArchitecture as A } from '../architecture';
import { hasSyscall } from '../syscalls';
import { example } from './example';
import type { SeccompLint } from './lint';

/** System calls, each with the one that 32-bit programs use instead. */
const TWINS: ReadonlyArray<readonly [string, string]> = [
  ['clock_gettime', 'clock_gettime64'],
  ['clock_nanosleep', 'clock_nanosleep_time64'],
  ['fcntl', 'fcntl64'],
  ['fstat', 'fstat64'],
  ['ftruncate', 'ftruncate64'],
  ['futex', 'futex_time64'],
  ['lseek', '_llseek'],
  ['mmap', 'mmap2'],
  ['newfstatat', 'fstatat64'],
  ['ppoll', 'ppoll_time64'],
  ['prlimit64', 'ugetrlimit'],
  ['pselect6', 'pselect6_time64'],
  ['rt_sigreturn', 'sigreturn'],
  ['rt_sigtimedwait', 'rt_sigtimedwait_time64'],
  ['sendfile', 'sendfile64'],
  ['setgid', 'setgid32'],
  ['setuid', 'setuid32'],
  ['statfs', 'statfs64'],
  ['timerfd_settime', 'timerfd_settime64'],
];

const NARROW = [A.X86, A.ARM];

/** Finds a profile that covers 32-bit programs, but does not allow the calls that they use. */
export const missingTwin: SeccompLint = {
  id: 'missing-twin',
  severity: Severity.LOW,
  title: 'the 32-bit form of an allowed system call is not allowed',
  rationale:
    'Since 32-bit interfaces support 64-bit sizes and times, their C libraries use other calls for the same purpose.',
  check: (file) => {
    const narrow = NARROW.filter((each) => file.architectures.includes(each));
    if (narrow.length === 0 || letsThrough(file.defaultAction)) return [];
    const allowed = new Map(
      file.rules.filter(({ action }) => letsThrough(action)).flatMap((rule) => rule.names.map((name) => [name, rule])),
    );
    return TWINS.flatMap(([name, twin]) => {
      const rule = allowed.get(name);
      if (rule === undefined || allowed.has(twin) || !narrow.some((each) => hasSyscall(each, twin))) return [];
      return [
        {
          line: rule._lineOf(name),
          message: `${quote(name)} is allowed, but not ${quote(twin)}, which programs on ${narrow.join(', ')} call instead`,
          fix: `also allow ${quote(twin)}`,
        },
      ];
    });
  },
  good: example(
    '{ "names": ["mmap", "mmap2", "sigreturn"], "action": "SCMP_ACT_ALLOW" }',
    '"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86"]',
  ),
  bad: example(
    '{ "names": ["mmap", "sigreturn"], "action": "SCMP_ACT_ALLOW" }',
    '"defaultAction": "SCMP_ACT_ERRNO", "architectures": ["SCMP_ARCH_X86"]',
  ),
};
