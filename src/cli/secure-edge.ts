#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { InputError } from '../input-error';
import { Target } from '../kubernetes/target';
import { ExitCode } from './failure';
import { hardenCommand, type HardenOptions } from './harden';

function main(args: string[]): ExitCode {
  let code = ExitCode.DONE;
  const program = new Command('secure-edge')
    .description('hardens Kubernetes manifests for edge gateways')
    .version(version())
    .exitOverride();
  program
    .command('harden')
    .description('fill every gap of Kubernetes manifests with the safe value; what stands in them stays')
    .argument('<path...>', 'files, folders, or - for standard input')
    .option(
      '--kubernetes <version>',
      'the Kubernetes that will read the output: 1.13 to 1.37, or izuma-edge',
      Target.DEFAULT_VERSION,
    )
    .option('--output <folder>', 'folder for the hardened files; standard output without it')
    .exitOverride()
    .action((paths: string[], options: HardenOptions) => {
      code = hardenCommand(paths, options);
    });
  try {
    program.parse(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? ExitCode.DONE : ExitCode.UNUSABLE;
    if (!(error instanceof InputError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
    console.error((error as Error).message);
    return ExitCode.UNUSABLE;
  }
  return code;
}

/** The package's own, wherever its compiled form stands. */
function version(): string {
  return (JSON.parse(readFileSync(require.resolve('cdk8s-secure-edge/package.json'), 'utf8')) as { version: string })
    .version;
}

process.exitCode = main(process.argv.slice(2));
