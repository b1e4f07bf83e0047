import { quote } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import { letsThrough } from '../action';
import { SeccompArchitecture as A } from '../architecture';
import { example } from './example';
import type { SeccompLint } from './lint';

/** Groups of calls that do the same, separated by spaces. */
const GROUPS: ReadonlyArray<string> = [
  'open openat openat2 open_by_handle_at creat',
  'execve execveat',
  'fork vfork clone clone3',
  'mount fsmount move_mount open_tree',
  'umount umount2',
  'kexec_load kexec_file_load',
  'init_module finit_module',
  'chmod fchmod fchmodat fchmodat2',
  'chown lchown fchown fchownat chown32 lchown32 fchown32',
  'ptrace process_vm_readv process_vm_writev',
  'settimeofday clock_settime clock_settime64 stime adjtimex clock_adjtime clock_adjtime64',
  'unlink unlinkat rmdir',
  'rename renameat renameat2',
  'link linkat',
  'symlink symlinkat',
  'mknod mknodat',
  'setuid setuid32 setreuid setreuid32 setresuid setresuid32',
  'setgid setgid32 setregid setregid32 setresgid setresgid32',
];

/** Interfaces on which socketcall, one call for all socket operations, also creates sockets. */
const MULTIPLEXED: ReadonlyArray<string> = [A.X86, A.S390, A.MIPS, A.MIPSEL, A.PPC];

/** Finds a denied call if another call that does the same is allowed. */
export const openTwin: SeccompLint = {
  id: 'open-twin',
  severity: Severity.HIGH,
  title: 'a denied system call has an allowed equivalent',
  rationale:
    'If openat is denied, a program can call openat2. Denying a call has an effect only if every call that does the same is denied.',
  check: (file) => {
    if (!letsThrough(file.defaultAction)) return [];
    const denied = new Map(
      file.rules
        .filter(({ action }) => !letsThrough(action))
        .flatMap((rule) => rule.names.map((name) => [name, rule] as const)),
    );
    const socketcall = file.architectures.some((each) => MULTIPLEXED.includes(each)) ? ['socket socketcall'] : [];
    return [...GROUPS, ...socketcall]
      .map((group) => group.split(' '))
      .flatMap((group) => {
        const closed = group.find((name) => denied.has(name));
        const open = group.filter((name) => !denied.has(name));
        if (closed === undefined || open.length === 0) return [];
        return [
          {
            line: denied.get(closed)?._lineOf(closed) ?? 1,
            message: `${quote(closed)} is denied, but the default action allows ${open.map(quote).join(', ')}, which can do the same`,
            fix: `also deny ${open.join(', ')}, or preferably list the allowed calls instead`,
          },
        ];
      });
  },
  good: example(''),
  bad: '{ "defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{ "names": ["execve"], "action": "SCMP_ACT_ERRNO" }] }',
};
