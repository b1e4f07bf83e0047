import { CommanderError } from 'commander';
import { InputError } from '../diagnostics/input-error';
import { ExitCode } from './exit-code';
import { endWithInternalError } from './internal-error';
import { printError, printErrorLines } from './print';
import { createProgram } from './program';
import { Interrupted } from './progress';
import { systemErrorMessage } from '../diagnostics/file-error';

async function main(args: string[]): Promise<ExitCode> {
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
  return error instanceof Error && (typeof errno === 'number' || code === 'ERR_FS_FILE_TOO_LARGE');
}

for (const [property, name] of [
  ['stdout', 'standard output'],
  ['stderr', 'standard error'],
] as const)
  atFirstUse(property, (stream) =>
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // a reader that needs only the beginning, such as `head`, closes the pipe: the work and its exit code remain the same
      if (error.code === 'EPIPE') return;
      if (property !== 'stderr') printError(`${name}: cannot be written: ${error.message}`);
      process.exit(ExitCode.UNUSABLE);
    }),
  );

process.on('uncaughtException', (error) => endWithInternalError(error));
process.on('unhandledRejection', (error) => endWithInternalError(error));

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => endWithInternalError(error),
);

/** Prepares a stream when it is used for the first time: Node.js loads many modules for it. */
function atFirstUse(property: 'stdout' | 'stderr', prepare: (stream: NodeJS.WriteStream) => void): void {
  const original = Object.getOwnPropertyDescriptor(process, property) ?? {};
  let isPrepared = false;
  const get = (): NodeJS.WriteStream => {
    const stream = (original.get?.call(process) ?? original.value) as NodeJS.WriteStream;
    if (!isPrepared) {
      isPrepared = true;
      prepare(stream);
    }
    return stream;
  };
  Object.defineProperty(process, property, { get, configurable: true, enumerable: true });
}
