/** Returns the first word of a command line that is not an option, which names the command. Empty if there is none. */
export function commandWord(args: ReadonlyArray<string>): string {
  return args.find((arg) => !arg.startsWith('-')) ?? '';
}
