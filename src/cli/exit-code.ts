/** Exit code of the command. */
export enum ExitCode {
  DONE = 0,
  /** There are findings, or an operation failed. */
  FOUND = 1,
  /** Usage is wrong or input is unreadable. */
  UNUSABLE = 2,
  /** Unexpected error: EX_SOFTWARE of sysexits.h. */
  INTERNAL = 70,
}

/** Exit codes as the help of the command lists them. */
export const EXIT_CODES: ReadonlyArray<readonly [ExitCode, string]> = [
  [ExitCode.DONE, 'success, no findings at or above the failing severity'],
  [ExitCode.FOUND, 'findings, or a step failed and was undone'],
  [ExitCode.UNUSABLE, 'wrong usage, or unreadable input'],
  [ExitCode.INTERNAL, 'internal error: please report it'],
];
