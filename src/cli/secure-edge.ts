#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { InputError } from '../input-error';
import { addAppArmor } from './apparmor';
import { ExitCode } from './exit-code';
import { addGateway } from './gateway';
import { addHarden } from './harden';
import { addIdentity } from './identity';
import { addPackage } from './package/package';
import { addSeccomp } from './seccomp';

/** Every command, each in a file of its own. */
const COMMANDS = [addHarden, addIdentity, addGateway, addAppArmor, addSeccomp, addPackage];

async function main(args: string[]): Promise<ExitCode> {
  let code = ExitCode.DONE;
  const program = new Command('secure-edge')
    .description('hardens Kubernetes manifests for edge gateways')
    .version(version());
  for (const add of COMMANDS) add(program, (ended) => (code = ended));
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

void main(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
