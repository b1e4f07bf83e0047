/** What ends a command: exit code 1 for something found or refused, 2 for bad usage or unreadable input. */
export enum ExitCode {
  DONE = 0,
  FOUND = 1,
  UNUSABLE = 2,
}
