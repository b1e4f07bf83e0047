import { Command, Option } from 'commander';
import { ownPackage } from '../diagnostics/own-package';
import { commandWord } from './command-word';
import { addExamples } from './examples';
import { EXIT_CODES, type ExitCode } from './exit-code';
import { printError } from './print';
import { COLOR_CHOICES } from './terminal';
import { improveUsageErrors } from './usage-errors';

type Add = (program: Command, end: (code: ExitCode) => void) => void;

/** Commands. Each one has its own file, which is loaded only for that command. */
const COMMANDS: ReadonlyMap<string, () => Promise<Add>> = new Map([
  ['check', async (): Promise<Add> => (await import('./check')).addCheck],
  ['harden', async (): Promise<Add> => (await import('./harden')).addHarden],
  ['rules', async (): Promise<Add> => (await import('./rules')).addRules],
  ['init', async (): Promise<Add> => (await import('./init')).addInit],
  ['compose', async (): Promise<Add> => (await import('./compose')).addCompose],
  ['identity', async (): Promise<Add> => (await import('./identity')).addIdentity],
  ['images', async (): Promise<Add> => (await import('./images')).addImages],
  ['gateway', async (): Promise<Add> => (await import('./gateway')).addGateway],
  ['apparmor', async (): Promise<Add> => (await import('./apparmor')).addAppArmor],
  ['seccomp', async (): Promise<Add> => (await import('./seccomp')).addSeccomp],
  ['package', async (): Promise<Add> => (await import('./package/package')).addPackage],
  ['completion', async (): Promise<Add> => (await import('./completion')).addCompletion],
]);

/** Commands that are about all the others. */
const NEEDS_ALL = 'completion';

/**
 * Creates the program with the commands that a command line needs. Help and suggestions need all of them.
 * @param end called with the exit code when a command is done
 */
export async function createProgram(args: ReadonlyArray<string>, end: (code: ExitCode) => void): Promise<Command> {
  const program = new Command('secure-edge')
    .description('Harden and check Kubernetes manifests for edge gateways.')
    .version(ownPackage().version)
    .configureOutput({ outputError: printUsageError })
    .configureHelp({ showGlobalOptions: true })
    .addOption(
      new Option(
        '--color <when>',
        'colors in the output: on a terminal, always, or never; NO_COLOR and FORCE_COLOR work, too',
      )
        .choices(COLOR_CHOICES)
        .default('auto'),
    )
    .option('--debug', 'show the stack trace of an internal error');
  addExamples(
    program,
    ['check manifests/', 'checks a folder, with everything below it'],
    ['rules no-privileged', 'shows what a rule requires, and how to fulfill it'],
    ['harden app.yaml --output hardened/', 'sets the missing security fields of a manifest'],
  );
  program.addHelpText('after', exitCodesHelp());
  const word = commandWord(args);
  const named = word === NEEDS_ALL ? undefined : COMMANDS.get(word);
  for (const load of named ? [named] : COMMANDS.values()) (await load())(program, end);
  for (const command of everyCommand(program)) {
    command.exitOverride();
    improveUsageErrors(command);
  }
  return program;
}

/** Returns a command and all commands below it. */
export function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

function exitCodesHelp(): string {
  const rows = EXIT_CODES.map(([code, meaning]) => `  ${String(code).padEnd(4)}${meaning}`);
  return `\nExit codes:\n${rows.join('\n')}`;
}

/** Prints an error about an argument on one line, and similar names on the next. */
function printUsageError(text: string): void {
  const [, error = '', suggestion] = /^(.*?)(?:\n(\(Did you mean [A-Za-z0-9., -]+\?\)))?\n$/s.exec(text) ?? [];
  printError(error);
  if (suggestion !== undefined) printError(suggestion);
}
