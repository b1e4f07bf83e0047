import { Severity } from '../diagnostics/severity';

/** Reason that a system call is dangerous, with a severity. */
export interface DangerousCall {
  readonly severity: Severity;
  /** Effect of the call. It follows the text "is allowed:". */
  readonly reason: string;
}

const { CRITICAL, HIGH, MEDIUM } = Severity;

/** Calls with one reason; the names are separated by blanks. */
const TABLE: ReadonlyArray<readonly [Severity, string, string]> = [
  [CRITICAL, 'kexec_file_load kexec_load', 'it boots another kernel'],
  [CRITICAL, 'create_module delete_module finit_module init_module', 'it loads code into the kernel, or removes it'],
  [CRITICAL, 'iopl ioperm pciconfig_iobase pciconfig_read pciconfig_write', 'it accesses devices without the kernel'],
  [CRITICAL, 'open_by_handle_at', 'it opens files of the node that are not visible in the container'],
  [
    HIGH,
    'fsconfig fsmount fsopen fspick mount mount_setattr move_mount open_tree open_tree_attr pivot_root umount umount2',
    'it changes the mounts',
  ],
  [HIGH, 'setns unshare', 'it enters or creates namespaces, in which a process can have every capability'],
  [HIGH, 'bpf', 'it loads programs into the kernel'],
  [HIGH, 'perf_event_open', 'it observes the kernel and other processes, and has had many vulnerabilities'],
  [HIGH, 'add_key keyctl request_key', 'the kernel has one key ring for all containers of a user'],
  [HIGH, 'userfaultfd', 'it pauses the kernel in the middle of a copy, which exploits need'],
  [
    HIGH,
    'io_uring_enter io_uring_register io_uring_setup',
    'its operations bypass the filter, and have had many vulnerabilities',
  ],
  [HIGH, 'reboot swapoff swapon', 'it reboots the node or changes its swap space'],
  [HIGH, 'acct quotactl quotactl_fd', 'it changes the accounting and quotas of the whole node'],
  [
    HIGH,
    'clock_settime clock_settime64 settimeofday stime',
    'it sets the clock of the node, which the validity of certificates depends on',
  ],
  [HIGH, 'sethostname setdomainname', 'it changes the host name that other programs see'],
  [HIGH, 'syslog', "it reads the kernel's log, which contains addresses"],
  [
    HIGH,
    '_sysctl nfsservctl sysfs uselib vm86 vm86old',
    'it is obsolete: current programs do not call it, and it is hardly maintained',
  ],
  [HIGH, 'kcmp lookup_dcookie', 'it reveals addresses of the kernel'],
  [HIGH, 'fanotify_init', 'it observes the files of the node'],
  [
    MEDIUM,
    'pidfd_getfd process_madvise process_vm_readv process_vm_writev ptrace',
    'it reads and controls other processes of the same user',
  ],
  [MEDIUM, 'personality', 'without a condition it can turn off address space layout randomization'],
  [MEDIUM, 'chroot', 'with its capability a process can leave its root directory'],
  [
    MEDIUM,
    'mbind migrate_pages move_pages set_mempolicy',
    'it controls the placement of memory, and has revealed addresses',
  ],
];

/** Dangerous calls by name: those that container engines deny by default or only allow with a capability, some of them only in newer versions. */
export const DANGEROUS_CALLS: ReadonlyMap<string, DangerousCall> = new Map(
  TABLE.flatMap(([severity, names, reason]) =>
    names.split(' ').map((name): [string, DangerousCall] => [name, { severity, reason }]),
  ),
);
