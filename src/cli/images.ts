import { Argument, Option, type Command } from 'commander';
import { REGISTRY_TOOLS } from '../registry/registry-tool';
import { addExamples } from './examples';
import type { ExitCode } from './exit-code';
import { IMAGE_ACTIONS, runImages, type ImageAction, type ImagesOptions } from './run-images';

/** Adds the command `secure-edge images`, which pins images to digests in a lock file. */
export function addImages(program: Command, end: (code: ExitCode) => void): void {
  const command = program
    .command('images')
    .description('Pin images to digests in a lock file, from registries or from archives.')
    .addArgument(new Argument('<action>', 'what to do').choices(IMAGE_ACTIONS))
    .argument(
      '[image...]',
      'names of images in the lock file, or NAME=REFERENCE for a new one; without one, all images',
    )
    .option('--lock <file>', 'lock file', 'images.lock.json')
    .option('--from <archive...>', 'OCI image layouts to read instead of registries: folders or tar archives')
    .addOption(
      new Option('--tool <name>', 'program that reads from registries; by default the first one on the path')
        .choices([...REGISTRY_TOOLS, 'none'])
        .conflicts('from'),
    )
    .action(async (action: ImageAction, images: string[], options: ImagesOptions) => {
      end(await runImages(action, images, options));
    });
  addExamples(
    command,
    ['images lock web=ghcr.io/acme/web:1.4', 'adds an image to the lock file, with the digest of its tag'],
    ['images update', 'writes the digests that the tags have now'],
    ['images check', 'ends with exit code 1 if a tag has another digest than the lock file'],
  );
}
