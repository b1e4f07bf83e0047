#!/usr/bin/env node
import { Command, CommanderError, Option } from 'commander';
import { ownPackage } from '../diagnostics/own-package';
import { InputError } from '../diagnostics/input-error';
import { EXIT_CODES, ExitCode } from './exit-code';
import { endWithInternalError } from './internal-error';
import { printError, printErrorLines } from './print';
import { Interrupted } from './progress';
import { COLOR_CHOICES } from './terminal';
import { systemErrorMessage } from '../diagnostics/file-error';

type Add = (program: Command, end: (code: ExitCode) => void) => void;

/** Commands. Each one has its own file, which is loaded only for that command. */
const COMMANDS: ReadonlyMap<string, () => Promise<Add>> = new Map([
  ['check', async (): Promise<Add> => (await import('./check')).addCheck],
  ['harden', async (): Promise<Add> => (await import('./harden')).addHarden],
  ['rules', async (): Promise<Add> => (await import('./rules')).addRules],
  ['identity', async (): Promise<Add> => (await import('./identity')).addIdentity],
  ['gateway', async (): Promise<Add> => (await import('./gateway')).addGateway],
  ['apparmor', async (): Promise<Add> => (await import('./apparmor')).addAppArmor],
  ['seccomp', async (): Promise<Add> => (await import('./seccomp')).addSeccomp],
  ['package', async (): Promise<Add> => (await import('./package/package')).addPackage],
]);

async function main(args: string[]): Promise<ExitCode> {
  let code = ExitCode.DONE;
  const program = new Command('secure-edge')
    .description('Harden and check Kubernetes manifests for edge gateways.')
    .version(ownPackage().version)
    .configureOutput({ outputError: printUsageError })
    .addOption(
      new Option('--color <when>', 'colors in the output')
        .choices(COLOR_CHOICES)
        .default('auto', 'auto: on a terminal, unless NO_COLOR is set'),
    )
    .option('--debug', 'show the stack trace of an internal error')
    .addHelpText('after', exitCodesHelp());
  const named = COMMANDS.get(args.find((arg) => !arg.startsWith('-')) ?? '');
  // help and suggestions need all of them
  for (const load of named ? [named] : COMMANDS.values()) (await load())(program, (ended) => (code = ended));
  for (const command of everyCommand(program)) command.exitOverride();
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

function exitCodesHelp(): string {
  const rows = EXIT_CODES.map(([code, meaning]) => `  ${String(code).padEnd(4)}${meaning}`);
  return `\nExit codes:\n${rows.join('\n')}`;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** Prints an error about an argument on one line, and similar names on the next. */
function printUsageError(text: string): void {
  const [, error = '', suggestion] = /^(.*?)(?:\n(\(Did you mean [a-z, -]+\?\)))?\n$/s.exec(text) ?? [];
  printError(error);
  if (suggestion !== undefined) printError(suggestion);
}

for (const [name, stream] of [
  ['standard output', process.stdout],
  ['standard error', process.stderr],
] as const)
  stream.on('error', (error: NodeJS.ErrnoException) => {
    // a reader that needs only the beginning, such as `head`, closes the pipe
    if (error.code === 'EPIPE') process.exit(ExitCode.DONE);
    if (stream !== process.stderr) printError(`${name}: cannot be written: ${error.message}`);
    process.exit(ExitCode.UNUSABLE);
  });

process.on('uncaughtException', (error) => endWithInternalError(error));
process.on('unhandledRejection', (error) => endWithInternalError(error));

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => endWithInternalError(error),
);
