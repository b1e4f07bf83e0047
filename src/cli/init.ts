import type { Command } from 'commander';
import { addExamples } from './examples';
import type { ExitCode } from './exit-code';
import { runInit } from './run-init';

/** Adds the command `secure-edge init`, which writes a new project. */
export function addInit(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('init')
    .description('Write a cdk8s project with one app, a test, a workflow for CI, and files for images and users.')
    .argument('[folder]', 'folder of the project, whose name is also that of the namespace', '.')
    .action((folder: string) => end(runInit(folder)));
  addExamples(
    command,
    ['init shop', 'writes a project into the folder shop'],
    ['init', 'writes a project into the current folder, if it has none of the files'],
  );
}
