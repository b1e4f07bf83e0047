/**
 * Action of the kernel on a system call.
 *
 * @see https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp
 */
export enum SeccompAction {
  /** The call runs. */
  ALLOW = 'SCMP_ACT_ALLOW',

  /** The call does not run and returns an error number: `errnoRet`, or EPERM. */
  ERRNO = 'SCMP_ACT_ERRNO',

  /** The call runs, and the kernel logs it. Use it to learn which calls a program needs. */
  LOG = 'SCMP_ACT_LOG',

  /** The kernel kills the thread that made the call. Old name of `KILL_THREAD`. */
  KILL = 'SCMP_ACT_KILL',

  /** The kernel kills the thread that made the call; the other threads of its process continue. */
  KILL_THREAD = 'SCMP_ACT_KILL_THREAD',

  /** The kernel kills the whole process. */
  KILL_PROCESS = 'SCMP_ACT_KILL_PROCESS',

  /** The call does not run, and the process gets the signal SIGSYS, which it can handle. */
  TRAP = 'SCMP_ACT_TRAP',

  /** A tracer decides, and receives `errnoRet` as its message. Without a tracer the call fails with ENOSYS. */
  TRACE = 'SCMP_ACT_TRACE',

  /** The agent at the profile's `listenerPath` decides. */
  NOTIFY = 'SCMP_ACT_NOTIFY',
}

const THROUGH: ReadonlyArray<string | undefined> = [
  SeccompAction.ALLOW,
  SeccompAction.LOG,
  SeccompAction.TRACE,
  SeccompAction.NOTIFY,
];

/** Returns true if a call with this action runs, or can run. */
export function letsThrough(action: string | undefined): boolean {
  return THROUGH.includes(action);
}
