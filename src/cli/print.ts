import { printableLine, printableLines } from '../diagnostics/printable';

/*
 * Lines for people. Names and messages in them may be foreign, so none of them is written without these functions; what a
 * command is asked for by format (manifests, profiles, scripts) is data, and goes to standard output byte for byte.
 */

/** Prints a line on standard output. */
export function print(line: string): void {
  console.log(printableLine(line));
}

/** Prints lines of the command's own layout on standard output. */
export function printLines(text: string): void {
  console.log(printableLines(text));
}

/** Prints a line on standard error. */
export function printError(line: string): void {
  console.error(printableLine(line));
}

/** Prints lines of the command's own layout on standard error, such as the problems of an `InputError`. */
export function printErrorLines(text: string): void {
  console.error(printableLines(text));
}
