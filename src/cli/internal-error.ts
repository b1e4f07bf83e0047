import { writeSync } from 'node:fs';
import { ownPackage } from '../diagnostics/own-package';
import { printableLine, printableLines } from '../diagnostics/printable';
import { ExitCode } from './exit-code';

const STDERR = 2;

/** Longest message, because the error of a library may quote much of its input. */
const LONGEST_MESSAGE = 500;

/**
 * Ends the process after an unexpected error. Prints where to report it, and with `--debug` the stack trace. The message is
 * written without a buffer, so that it is complete when the process ends.
 */
export function endWithInternalError(error: unknown, args: ReadonlyArray<string> = process.argv.slice(2)): never {
  write(`internal error, please report it to ${reportTo()}: ${messageOf(error)}\n`);
  write(wantsDebug(args) ? `${traceOf(error)}\n` : 'run the command again with --debug to see where it happened\n');
  process.exit(ExitCode.INTERNAL);
}

/** True if a command line has the option `--debug`. Arguments after `--` are not options. */
function wantsDebug(args: ReadonlyArray<string>): boolean {
  const end = args.indexOf('--');
  return args.slice(0, end === -1 ? undefined : end).includes('--debug');
}

function messageOf(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const line = printableLine(text.trim());
  return line.length > LONGEST_MESSAGE ? `${line.slice(0, LONGEST_MESSAGE)}…` : line;
}

function traceOf(error: unknown): string {
  return printableLines(error instanceof Error ? (error.stack ?? '') : '');
}

function reportTo(): string {
  try {
    return ownPackage().bugs.url;
  } catch {
    return 'the authors of cdk8s-secure-edge';
  }
}

function write(text: string): void {
  try {
    writeSync(STDERR, text);
  } catch {
    // standard error is closed; the exit code is still right
  }
}
