import type { SeccompAction } from './action';
import type { SeccompArchitecture } from './architecture';
import type { SeccompFlag } from './flag';
import type { SeccompSyscallRule } from './syscall-rule';

/** Properties of a seccomp profile. */
export interface SeccompProfileProps {
  /** Name of the profile, a safe file name: letters, digits, `_`, `.` and `-`, beginning with a letter or digit. */
  readonly name: string;

  /**
   * Action on a system call that no rule covers; not `NOTIFY`.
   *
   * @default SeccompAction.ERRNO
   */
  readonly defaultAction?: SeccompAction;

  /**
   * Error number of the default action `ERRNO`, or message of `TRACE`: 0 to 4094.
   *
   * @default 1 (EPERM)
   */
  readonly defaultErrnoRet?: number;

  /**
   * System call interfaces that the profile covers besides the node's own.
   *
   * A call through any other interface, such as that of 32-bit programs, kills its thread,
   * even if a rule allows it. All interfaces must have the node's byte order, or the runtime
   * rejects the profile. Order and duplicates have no meaning.
   * @default - only the node's own
   */
  readonly architectures?: SeccompArchitecture[];

  /**
   * Flags of the installation of the filter.
   *
   * @default - none: runc adds no flag, crun adds `SPEC_ALLOW`
   */
  readonly flags?: SeccompFlag[];

  /**
   * Rules for system calls. Their order has no meaning.
   *
   * @default - none: the default action applies to every call
   */
  readonly syscalls?: SeccompSyscallRule[];

  /**
   * Socket of the agent that decides for the action `NOTIFY`: an absolute path on the node.
   *
   * @default - none: no rule can have the action `NOTIFY`
   */
  readonly listenerPath?: string;

  /**
   * Text that the agent receives with each container.
   *
   * @default - none
   */
  readonly listenerMetadata?: string;

  /**
   * Path of the profile below the kubelet's seccomp folder (`/var/lib/kubelet/seccomp`):
   * a relative path without `..`, of names like the profile's.
   *
   * @default `secure-edge/<name>.json`
   */
  readonly localhostProfile?: string;
}
