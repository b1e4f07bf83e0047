import type { Command } from 'commander';
import type { ExitCode } from './exit-code';
import type { HardenOptions } from './run-harden';

/** `secure-edge harden`: fills the gaps of the manifests at some paths, to standard output or to a folder of the same shape. */
export function addHarden(program: Command, end: (code: ExitCode) => void): void {
  program
    .command('harden')
    .description(
      'fill every gap of Kubernetes manifests with the safe value; what stands in them stays, and 1 ends it where that is weak',
    )
    .argument('<path...>', 'files, folders, or - for standard input')
    // the default of the library's targets, which need not be loaded for it
    .option('--kubernetes <version>', 'the Kubernetes that will read the output: 1.13 to 1.37, or izuma-edge', '1.27')
    .option('--output <folder>', 'folder for the hardened files; standard output without it')
    .action(async (paths: string[], options: HardenOptions) => {
      const { runHarden } = await import('./run-harden');
      end(runHarden(paths, options));
    });
}
