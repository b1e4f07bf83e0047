/** Exit codes of the command. */
export enum ExitCode {
  DONE = 0,
  /** Something was found or refused. */
  FOUND = 1,
  /** Bad usage or unreadable input. */
  UNUSABLE = 2,
  /** An error that nobody foresaw: EX_SOFTWARE of sysexits.h. */
  INTERNAL = 70,
}

/** The exit codes as the help of the command lists them. */
export const EXIT_CODES: ReadonlyArray<readonly [ExitCode, string]> = [
  [ExitCode.DONE, 'done, nothing found at or above the failing severity'],
  [ExitCode.FOUND, 'something was found, or a step failed and was undone'],
  [ExitCode.UNUSABLE, 'bad usage, or input that cannot be read'],
  [ExitCode.INTERNAL, 'internal error: please report it'],
];
