import { printableLine, printableLines } from '../diagnostics/printable';

/*
 * Lines for people. Names and messages in them may come from outside, so every line is written by these functions. Data in a
 * requested format (manifests, profiles, scripts) goes to standard output byte by byte.
 */

/** Prints a line on standard output. */
export function print(line: string): void {
  console.log(printableLine(line));
}

/** Prints lines with a layout of their own on standard output. */
export function printLines(text: string): void {
  console.log(printableLines(text));
}

/** Prints a line on standard error. */
export function printError(line: string): void {
  console.error(printableLine(line));
}

/** Prints lines with a layout of their own on standard error, such as the problems of an `InputError`. */
export function printErrorLines(text: string): void {
  console.error(printableLines(text));
}
