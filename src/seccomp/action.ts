/**
 * What the kernel does with a system call.
 *
 * @see https://github.com/opencontainers/runtime-spec/blob/main/config-linux.md#seccomp
 */
export enum SeccompAction {
  /** The call runs. */
  ALLOW = 'SCMP_ACT_ALLOW',

  /** The call does not run and returns an error number, EPERM unless `errnoRet` says another. */
  ERRNO = 'SCMP_ACT_ERRNO',

  /** The call runs, and the kernel logs it: for learning what a program needs. */
  LOG = 'SCMP_ACT_LOG',

  /** The thread that made the call ends: the old name of `KILL_THREAD`. */
  KILL = 'SCMP_ACT_KILL',

  /** The thread that made the call ends; the rest of its process lives on without it. */
  KILL_THREAD = 'SCMP_ACT_KILL_THREAD',

  /** The whole process ends. */
  KILL_PROCESS = 'SCMP_ACT_KILL_PROCESS',

  /** The process gets the signal SIGSYS, which it may handle. */
  TRAP = 'SCMP_ACT_TRAP',

  /** A tracer decides, and gets `errnoRet` as its message; without a tracer the call fails with ENOSYS. */
  TRACE = 'SCMP_ACT_TRACE',

  /** The agent that listens at the profile's `listenerPath` decides. */
  NOTIFY = 'SCMP_ACT_NOTIFY',
}

const THROUGH: ReadonlyArray<string | undefined> = [
  SeccompAction.ALLOW,
  SeccompAction.LOG,
  SeccompAction.TRACE,
  SeccompAction.NOTIFY,
];

/** True if a call with this action runs, or may. */
export function letsThrough(action: string | undefined): boolean {
  return THROUGH.includes(action);
}
