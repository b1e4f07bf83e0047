import { ExitCode } from './exit-code';
import { endWithInternalError } from './internal-error';
import { main } from './main';
import { printError } from './print';

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
