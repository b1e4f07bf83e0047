import { join } from 'node:path';
import type { Command } from 'commander';
import { hardenYaml } from '../hardening/harden-yaml';
import { Posture } from '../hardening/posture';
import { Target } from '../kubernetes/target';
import { ExitCode } from './exit-code';
import { readInputs } from './input';
import { writeWhole } from './output';

interface HardenOptions {
  readonly kubernetes: string;
  readonly output?: string;
}

/** `secure-edge harden`: fills the gaps of the manifests at some paths, to standard output or to a folder of the same shape. */
export function addHarden(program: Command, end: (code: ExitCode) => void): void {
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
    .action((paths: string[], options: HardenOptions) => end(harden(paths, options)));
}

function harden(paths: ReadonlyArray<string>, options: HardenOptions): ExitCode {
  const target = Target.parse(options.kubernetes);
  const { files, unreadable } = readInputs(paths);
  for (const { name, message } of unreadable) console.error(`${name}: ${message}`);
  let failed = unreadable.length > 0;
  const texts: string[] = [];
  for (const file of files) {
    const { text, problems } = hardenYaml(file.text, new Posture(), target);
    for (const { line, message } of problems) console.error(`${file.name}:${line}: ${message}`);
    failed ||= problems.length > 0;
    if (options.output === undefined) texts.push(text);
    else writeWhole(join(options.output, file.relative), text);
  }
  if (options.output === undefined) process.stdout.write(joined(texts));
  if (files.length === 0 && !failed) {
    console.error(
      `no manifest at ${paths.join(', ')}: name a file, or a folder with files that end in .yaml, .yml or .json`,
    );
    failed = true;
  }
  return failed ? ExitCode.UNUSABLE : ExitCode.DONE;
}

function joined(texts: ReadonlyArray<string>): string {
  return texts.map((text, i) => (i === 0 || text.startsWith('---') ? text : `---\n${text}`)).join('');
}
