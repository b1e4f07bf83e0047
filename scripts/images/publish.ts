/**
 * Publishes the images in images/build by the digests of images.lock.json, and writes the bill of materials of each.
 *
 * Usage: publish.ts REGISTRY [NAME...] [--plain-http] [--sbom FOLDER]. The default is all images.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { command } from '../lib/command';
import { ROOT } from '../lib/repository';
import { ownImages, type OwnImage } from './own-image';
import { NotPublishable, publishImage } from './publish-image';
import { cratesOf, spdxDocument, type Crate, type PinnedParts } from './sbom';

const BUILD = join(ROOT, 'images/build');

function main(): number {
  const { values, positionals } = parseArgs({
    options: { 'plain-http': { type: 'boolean', default: false }, sbom: { type: 'string' } },
    allowPositionals: true,
  });
  const [registry, ...names] = positionals;
  const known = ownImages();
  const unknown = names.filter((name) => !known.some((image) => image.name === name));
  if (registry === undefined || unknown.length > 0) {
    console.error(
      registry === undefined
        ? 'usage: npm run images:publish -- REGISTRY [NAME...] [--plain-http] [--sbom FOLDER]'
        : `unknown image ${unknown.join(', ')}: the images are ${known.map(({ name }) => name).join(', ')}`,
    );
    return 2;
  }
  const chosen = known.filter(({ name }) => names.length === 0 || names.includes(name));
  const missing = chosen.filter(({ name }) => !existsSync(archiveOf(name)));
  if (missing.length > 0) {
    console.error(
      `images/build has no ${missing.map(({ name }) => `${name}.tar`).join(', ')}: build it with npm run images`,
    );
    return 2;
  }
  if (values.sbom !== undefined) writeSboms(chosen, values.sbom);
  // all or nothing is impossible in a registry: the first image that differs ends the run
  for (const image of chosen)
    console.log(publishImage(image, archiveOf(image.name), { registry, plainHttp: values['plain-http'] }));
  return 0;
}

function archiveOf(name: string): string {
  return join(BUILD, `${name}.tar`);
}

function writeSboms(images: readonly OwnImage[], folder: string): void {
  const pinned = JSON.parse(readFileSync(join(ROOT, 'images/parts.json'), 'utf8')) as PinnedParts;
  const seconds = Number(command('git', ['-C', ROOT, 'log', '-1', '--format=%ct']).trim());
  const created = new Date(seconds * 1000).toISOString().replace('.000', '');
  mkdirSync(folder, { recursive: true });
  for (const image of images) {
    const document = spdxDocument(image, pinned, linkedCrates(image, pinned), created);
    writeFileSync(join(folder, `${image.name}.spdx.json`), `${JSON.stringify(document, null, 2)}\n`);
  }
}

/** Reads the crates from the licences in the image, which the build collects from all crates that it links. */
function linkedCrates(image: OwnImage, pinned: PinnedParts): Crate[] {
  const program = image.parts.find(({ name }) => Object.hasOwn(pinned.crates, name))?.name;
  if (program === undefined) return [];
  const root = join(BUILD, image.name, 'rootfs-amd64.tar');
  return cratesOf(command('tar', ['-xOf', root, `usr/share/doc/${program}/copyright`]));
}

try {
  process.exitCode = main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = error instanceof NotPublishable ? 1 : 2;
}
