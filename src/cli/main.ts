import { types } from 'node:util';
import { CommanderError } from 'commander';
import { systemErrorMessage } from '../diagnostics/file-error';
import { InputError } from '../diagnostics/input-error';
import { ExitCode } from './exit-code';
import { printError, printErrorLines } from './print';
import { createProgram } from './program';
import { Interrupted } from './progress';

/** Runs a command line, prints the errors that a user can correct, and returns the exit code. */
export async function main(args: string[]): Promise<ExitCode> {
  let code = ExitCode.DONE;
  const program = await createProgram(args, (ended) => (code = ended));
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.DONE : ExitCode.UNUSABLE;
    if (!isForeseen(error)) throw error;
    if (error instanceof InputError) printErrorLines(error.message);
    else printError(systemErrorMessage(error));
    return ExitCode.UNUSABLE;
  }
  return code;
}

/** True if an error is about the input or the system. All others are errors of this program. */
function isForeseen(error: unknown): error is Error {
  if (error instanceof InputError || error instanceof Interrupted) return true;
  // errors of the operating system, such as a full disk, have a number; errors in the use of Node.js have only a code
  const { errno, code } = error as NodeJS.ErrnoException;
  return types.isNativeError(error) && (typeof errno === 'number' || code === 'ERR_FS_FILE_TOO_LARGE');
}
