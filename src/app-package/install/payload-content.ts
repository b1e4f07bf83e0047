import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { InputError, quote } from '../../input-error';
import { ArchiveError } from '../archive/archive-error';
import { inspectImage, NO_IMAGE, type ImageInspection } from '../image-inspection';
import { DEFAULT_LIMITS, ExpansionBudget, type PackageLimits } from '../limits';
import { isImageName } from '../payload';
import { PayloadKind, type PayloadEntry } from '../payload-tree';
import { readStream } from '../read-file';
import type { ImageArchive } from './installation';

/** What is in an unpacked payload. */
export interface PayloadContent {
  /** SHA-256 over all paths, modes and bytes, in hex: the same for the same files, however they were packed. */
  readonly digest: string;
  readonly images: ReadonlyArray<ImageArchive>;
}

/**
 * Reads all of an unpacked payload.
 * @throws InputError for what has the name of an archive of images, and is none
 */
export async function payloadContent(
  subject: string,
  folder: string,
  entries: ReadonlyArray<PayloadEntry>,
  limits: PackageLimits,
  onRead: () => void,
): Promise<PayloadContent> {
  const whole = createHash('sha256');
  const images: ImageArchive[] = [];
  for (const entry of [...entries].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    const { path, kind, mode, link = '' } = entry;
    onRead();
    const isFile = kind === PayloadKind.FILE || kind === PayloadKind.HARD_LINK;
    const digest = isFile ? await digestOf(join(folder, path), onRead) : '';
    whole.update(`${JSON.stringify([path, kind, mode, link, digest])}\n`);
    if (isFile && isImageName(path))
      images.push({ file: path, digest, tags: await tagsOf(subject, folder, path, limits) });
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

async function tagsOf(subject: string, folder: string, file: string, limits: PackageLimits): Promise<string[]> {
  const images = await imagesOf(subject, folder, file, limits);
  if (images.some(({ findings }) => findings.includes(NO_IMAGE)))
    throw new InputError(subject, [
      `has ${quote(file)}, which has no manifest.json of docker save: write the image anew, as by docker save or podman save`,
    ]);
  return images.flatMap(({ tags }) => [...tags]);
}

async function imagesOf(
  subject: string,
  folder: string,
  file: string,
  limits: PackageLimits,
): Promise<ImageInspection[]> {
  const path = join(folder, file);
  const budget = ExpansionBudget.ofNested({ ...DEFAULT_LIMITS, ...limits }, (await stat(path)).size);
  try {
    return await inspectImage(file, fileBytes(path), budget);
  } catch (error) {
    if (error instanceof ArchiveError) throw new InputError(subject, [error.message]);
    throw error;
  }
}

async function* fileBytes(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    yield* readStream(file, 0, (await file.stat()).size);
  } finally {
    await file.close();
  }
}
