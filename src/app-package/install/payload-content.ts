import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, quote } from '../../diagnostics/input-error';
import { ArchiveError } from '../archive/archive-error';
import { DEFAULT_LIMITS, ExpansionBudget, type PackageLimits } from '../limits';
import { isImageName } from '../payload/payload';
import { PayloadKind, type PayloadEntry } from '../payload/payload-tree';
import { readStream } from '../files/read-file';
import { archivedImages, type ArchivedImage } from './archived-images';
import type { ImageArchive } from './installation';

/** Content of an unpacked payload. */
export interface PayloadContent {
  /** SHA-256 of all paths, modes and bytes, in hex. It is the same for the same files, regardless of how they were packed. */
  readonly digest: string;
  readonly images: ReadonlyArray<PayloadImages>;
}

/** Archive of images, with its images. */
export interface PayloadImages extends ImageArchive {
  readonly contained: ReadonlyArray<ArchivedImage>;
}

/**
 * Reads an unpacked payload.
 * @throws InputError if a file has the name of an archive of images, but is not one
 */
export async function payloadContent(
  subject: string,
  folder: string,
  entries: ReadonlyArray<PayloadEntry>,
  limits: PackageLimits,
  onRead: () => void,
): Promise<PayloadContent> {
  const whole = createHash('sha256');
  const images: PayloadImages[] = [];
  for (const entry of [...entries].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const { path, kind, mode, link = '' } = entry;
    onRead();
    const isFile = kind === PayloadKind.FILE || kind === PayloadKind.HARD_LINK;
    const digest = isFile ? await digestOf(join(folder, path), onRead) : '';
    whole.update(`${JSON.stringify([path, kind, mode, link, digest])}\n`);
    if (isFile && isImageName(path)) {
      const contained = await imagesOf(subject, folder, path, limits);
      images.push({ file: path, digest, contained, tags: contained.map(({ tag }) => tag) });
    }
  }
  return { digest: whole.digest('hex'), images };
}

async function digestOf(path: string, onRead: () => void): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of fileBytes(path)) {
    hash.update(chunk);
    onRead();
  }
  return hash.digest('hex');
}

async function imagesOf(
  subject: string,
  folder: string,
  file: string,
  limits: PackageLimits,
): Promise<ReadonlyArray<ArchivedImage>> {
  const path = join(folder, file);
  const budget = ExpansionBudget.ofNested({ ...DEFAULT_LIMITS, ...limits }, (await stat(path)).size);
  try {
    const images = await archivedImages(fileBytes(path), budget);
    if (images !== undefined) return images;
  } catch (error) {
    if (error instanceof ArchiveError)
      throw new InputError(subject, [`has the archive of images ${quote(file)}, which ${error.message}`]);
    throw error;
  }
  throw new InputError(subject, [
    `has ${quote(file)}, which has no manifest.json of docker save and is no OCI layout: create the archive again with docker save or podman save`,
  ]);
}

async function* fileBytes(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    yield* readStream(file, 0, (await file.stat()).size);
  } finally {
    await file.close();
  }
}
