#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { InputError } from '../input-error';
import { ExitCode } from './exit-code';

type Add = (program: Command, end: (code: ExitCode) => void) => void;

/** Every command, each in a file of its own, which is loaded for that command alone. */
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
    .description('hardens Kubernetes manifests for edge gateways, and judges them')
    .version(version());
  const named = COMMANDS.get(args[0] ?? '');
  // help and suggestions know all of them
  for (const load of named ? [named] : COMMANDS.values()) (await load())(program, (ended) => (code = ended));
  for (const command of everyCommand(program)) command.exitOverride();
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.DONE : ExitCode.UNUSABLE;
    if (!(error instanceof InputError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
    console.error((error as Error).message);
    return ExitCode.UNUSABLE;
  }
  return code;
}

function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}

/** The package's own, wherever its compiled form stands. */
function version(): string {
  const manifest = readFileSync(require.resolve('cdk8s-secure-edge/package.json'), 'utf8');
  return (JSON.parse(manifest) as { version: string }).version;
}

// who reads only the beginning, such as `head`, closes the pipe
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(ExitCode.DONE);
});

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
