import { quote } from '../../diagnostics/input-error';
import { Severity } from '../../diagnostics/severity';
import { letsThrough } from '../action';
import { SeccompArchitecture as A } from '../architecture';
import { example } from './example';
import type { SeccompLint } from './lint';

/** Groups of calls that do the same; the names are separated by blanks. */
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

/** Interfaces on which sockets are also made by one call for all. */
const MULTIPLEXED: ReadonlyArray<string> = [A.X86, A.S390, A.MIPS, A.MIPSEL, A.PPC];

/** A call is refused, and another that does the same is open. */
export const openTwin: SeccompLint = {
  id: 'open-twin',
  severity: Severity.HIGH,
  title: 'a refused call has an open twin',
  rationale: 'Who is refused openat calls openat2. A refusal counts only if every call that does the same is refused.',
  check: (file) => {
    if (!letsThrough(file.defaultAction)) return [];
    const refused = new Map(
      file.rules
        .filter(({ action }) => !letsThrough(action))
        .flatMap((rule) => rule.names.map((name) => [name, rule] as const)),
    );
    const socketcall = file.architectures.some((each) => MULTIPLEXED.includes(each)) ? ['socket socketcall'] : [];
    return [...GROUPS, ...socketcall]
      .map((group) => group.split(' '))
      .flatMap((group) => {
        const closed = group.find((name) => refused.has(name));
        const open = group.filter((name) => !refused.has(name));
        if (closed === undefined || open.length === 0) return [];
        return [
          {
            line: refused.get(closed)?._lineOf(closed) ?? 1,
            message: `${quote(closed)} is refused, but ${open.map(quote).join(', ')} can do the same and is let through by default`,
            fix: `refuse ${open.join(', ')}, too, or better allow by list`,
          },
        ];
      });
  },
  good: example(''),
  bad: '{ "defaultAction": "SCMP_ACT_ALLOW", "syscalls": [{ "names": ["execve"], "action": "SCMP_ACT_ERRNO" }] }',
};
