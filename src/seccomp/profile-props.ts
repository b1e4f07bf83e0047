import type { SeccompAction } from './action';
import type { SeccompArchitecture } from './architecture';
import type { SeccompFlag } from './flag';
import type { SeccompSyscallRule } from './syscall-rule';

/** What a seccomp profile of your own holds. */
export interface SeccompProfileProps {
  /** Letters, digits, `_`, `.` and `-`, beginning with a letter or digit: a safe file name. */
  readonly name: string;

  /**
   * What is done with a system call that no rule covers; not `NOTIFY`.
   *
   * @default SeccompAction.ERRNO
   */
  readonly defaultAction?: SeccompAction;

  /**
   * The error number of the default action `ERRNO`, or the message of `TRACE`: 0 to 4094.
   *
   * @default 1 (EPERM)
   */
  readonly defaultErrnoRet?: number;

  /**
   * The system call interfaces that the profile covers beside the node's own.
   *
   * A call through any other interface, such as that of 32-bit programs, kills its thread
   * whatever the rules say. All must have the node's byte order, or the runtime refuses the
   * profile. Order and repetition have no meaning.
   * @default - the node's own alone
   */
  readonly architectures?: SeccompArchitecture[];

  /**
   * How the filter is installed.
   *
   * @default - none given: runc adds nothing, crun adds `SPEC_ALLOW`
   */
  readonly flags?: SeccompFlag[];

  /**
   * What is done with which system calls. The order of rules has no meaning.
   *
   * @default - none: the default action is for all
   */
  readonly syscalls?: SeccompSyscallRule[];

  /**
   * Socket of the agent that decides about `NOTIFY`: an absolute path on the node.
   *
   * @default - none: no rule may have the action `NOTIFY`
   */
  readonly listenerPath?: string;

  /**
   * Text that the agent gets with each container.
   *
   * @default - none
   */
  readonly listenerMetadata?: string;

  /**
   * Where the profile lies below the kubelet's seccomp folder (`/var/lib/kubelet/seccomp`):
   * a relative path that only descends, of names like the profile's.
   *
   * @default `secure-edge/<name>.json`
   */
  readonly localhostProfile?: string;
}
