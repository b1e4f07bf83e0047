import { Severity } from '../diagnostics/severity';

/** Why a system call is dangerous. */
export interface DangerousCall {
  readonly severity: Severity;
  /** What it leads to; stands after "is allowed:". */
  readonly reason: string;
}

const { CRITICAL, HIGH, MEDIUM } = Severity;

/** Calls of one danger; the names are separated by blanks. */
const TABLE: ReadonlyArray<readonly [Severity, string, string]> = [
  [CRITICAL, 'kexec_file_load kexec_load', 'it boots another kernel'],
  [CRITICAL, 'create_module delete_module finit_module init_module', 'it loads code into the kernel, or takes it out'],
  [CRITICAL, 'iopl ioperm pciconfig_iobase pciconfig_read pciconfig_write', 'it speaks to devices past the kernel'],
  [CRITICAL, 'open_by_handle_at', 'it opens files of the node that the container does not see'],
  [
    HIGH,
    'fsconfig fsmount fsopen fspick mount mount_setattr move_mount open_tree open_tree_attr pivot_root umount umount2',
    'it changes what is mounted',
  ],
  [HIGH, 'setns unshare', 'it enters or makes namespaces, in which a process has every capability'],
  [HIGH, 'bpf', 'it loads programs into the kernel'],
  [HIGH, 'perf_event_open', 'it watches the kernel and other processes, and has broken kernels'],
  [HIGH, 'add_key keyctl request_key', 'the kernel keeps one key ring for all containers of a user'],
  [HIGH, 'userfaultfd', 'it holds the kernel still in the middle of a copy, which exploits need'],
  [
    HIGH,
    'io_uring_enter io_uring_register io_uring_setup',
    'its operations pass by the filter, and have broken kernels',
  ],
  [HIGH, 'reboot swapoff swapon', 'it stops the node or takes its memory'],
  [HIGH, 'acct quotactl quotactl_fd', 'it changes accounts of the whole node'],
  [HIGH, 'clock_settime clock_settime64 settimeofday stime', 'it sets the clock of the node, which certificates trust'],
  [HIGH, 'sethostname setdomainname', 'it renames the machine for others'],
  [HIGH, 'syslog', "it reads the kernel's log, with the addresses in it"],
  [
    HIGH,
    '_sysctl nfsservctl sysfs uselib vm86 vm86old',
    'it is old, no program of today calls it, and few look after it',
  ],
  [HIGH, 'kcmp lookup_dcookie', 'it tells addresses of the kernel'],
  [HIGH, 'fanotify_init', 'it watches the files of the node'],
  [
    MEDIUM,
    'pidfd_getfd process_madvise process_vm_readv process_vm_writev ptrace',
    'it reads and steers other processes of the same user',
  ],
  [MEDIUM, 'personality', 'without a condition it turns off the random placement of memory'],
  [MEDIUM, 'chroot', 'with its capability it is a way out of a root directory'],
  [MEDIUM, 'mbind migrate_pages move_pages set_mempolicy', 'it steers where memory lies, and has told its addresses'],
];

/** By name; those that container engines refuse by default or tie to a capability, and some that they came to refuse later. */
export const DANGEROUS_CALLS: ReadonlyMap<string, DangerousCall> = new Map(
  TABLE.flatMap(([severity, names, reason]) =>
    names.split(' ').map((name): [string, DangerousCall] => [name, { severity, reason }]),
  ),
);
