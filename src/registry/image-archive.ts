import { closeSync, createReadStream, openSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ArchiveError } from '../app-package/archive/archive-error';
import { gunzip, isGzip } from '../app-package/archive/gzip';
import { readTar } from '../app-package/archive/tar-reader';
import { readSmallFile, readUpTo } from '../app-package/files/read-file';
import { bounded, DEFAULT_LIMITS, MAX_IMAGE_JSON_SIZE } from '../app-package/limits';
import { plainPath } from '../app-package/payload/payload-path';
import { fileProblem, FileTooLargeError } from '../diagnostics/file-error';
import { InputError, quote } from '../diagnostics/input-error';
import { isDigest } from '../kubernetes/image-reference';
import { isObject, listAt, objectAt, stringAt } from '../kubernetes/manifest';
import { JsonError, readJsonObject } from '../kubernetes/read-json';
import { referenceOf, type ImageSource, type WantedImage } from './image-source';

const INDEX = 'index.json';
/** Annotations with the name of an image: of containerd and docker save, and of the OCI. */
const NAMES = ['io.containerd.image.name', 'org.opencontainers.image.ref.name'];

/** Image that is listed in an archive. */
interface ListedImage {
  readonly digest: string;
  readonly names: ReadonlyArray<string>;
}

/**
 * Returns the images in archives as a source: OCI image layouts, as folders or as tar archives, with or without gzip. `docker
 * save` of Docker 25 and later writes one, too.
 * @throws InputError if an archive cannot be read, or is not an OCI image layout
 */
export async function openImageArchives(paths: ReadonlyArray<string>): Promise<ImageSource> {
  const archives = new Map<string, ReadonlyArray<ListedImage>>();
  for (const path of paths) archives.set(path, await listImages(path));
  const name = paths.length === 1 ? quote(paths[0]) : `${paths.length} archives`;

  const blob = async (image: WantedImage, digest: string): Promise<Buffer> => {
    const file = `blobs/${digest.replace(':', '/')}`;
    for (const path of paths) {
      const bytes = await fileIn(path, file);
      if (bytes !== undefined) return bytes;
    }
    throw new InputError(`image ${quote(referenceOf(image))}`, [`${name} does not contain ${digest}`]);
  };
  return {
    name,
    manifest: (image) => blob(image, image.digest ?? chosen(image, [...archives.values()].flat(), name)),
    config: (repository, digest) => blob({ repository, digest }, digest),
  };
}

/** Returns the digest of an image with a name. An archive whose only image has no name needs none. */
function chosen({ repository, tag }: WantedImage, listed: ReadonlyArray<ListedImage>, where: string): string {
  const whole = referenceOf({ repository, tag });
  const named = listed.filter(({ names }) => names.includes(whole) || (tag !== undefined && names.includes(tag)));
  const nameless = listed.every(({ names }) => names.length === 0) ? listed : [];
  const digests = new Set((named.length > 0 ? named : nameless).map(({ digest }) => digest));
  const [digest] = digests;
  if (digests.size === 1 && digest !== undefined) return digest;
  const names = [...new Set(listed.flatMap((each) => each.names))].sort().map(quote);
  throw new InputError(`image ${quote(whole)}`, [
    digests.size > 1
      ? `${where} contains ${digests.size} images with this name: give one archive at a time`
      : `${where} does not contain it: its images are ${names.join(', ') || 'none'}`,
  ]);
}

async function listImages(path: string): Promise<ListedImage[]> {
  const subject = `archive ${quote(path)}`;
  const bytes = await fileIn(path, INDEX);
  if (bytes === undefined)
    throw new InputError(subject, [
      'must be an OCI image layout, got an archive without index.json: only that form contains the digest that a registry has. Write it with "docker save" of Docker 25 or later, "skopeo copy docker://IMAGE oci-archive:FILE", or "crane pull --format=oci"',
    ]);
  try {
    return listAt(readJsonObject(bytes.toString('utf8')), 'manifests')
      .filter(isObject)
      .flatMap((descriptor) => {
        const digest = stringAt(descriptor, 'digest');
        const names = NAMES.map((key) => stringAt(objectAt(descriptor, 'annotations'), key)).filter(
          (name) => name !== undefined,
        );
        return digest !== undefined && isDigest(digest) ? [{ digest, names }] : [];
      });
  } catch (error) {
    if (error instanceof JsonError) throw new InputError(subject, [`its index.json ${error.message}`]);
    throw error;
  }
}

/**
 * Returns a small file in an archive or a folder. Undefined if there is none.
 * @throws InputError if the archive is damaged, or the file is not small
 */
async function fileIn(path: string, name: string): Promise<Buffer | undefined> {
  try {
    if (statSync(path).isDirectory()) return fileInFolder(join(path, name));
    for await (const entry of readTar(bytesOf(path))) {
      if (plainPath(entry.name) !== name) continue;
      if (entry.size > MAX_IMAGE_JSON_SIZE)
        throw new ArchiveError(`has ${name} of ${entry.size} bytes: the limit is ${MAX_IMAGE_JSON_SIZE}`);
      const parts: Buffer[] = [];
      for await (const part of entry.body) parts.push(Buffer.from(part));
      return Buffer.concat(parts);
    }
    return undefined;
  } catch (error) {
    if (error instanceof ArchiveError) throw new InputError(`archive ${quote(path)}`, [error.message]);
    if (!(error instanceof FileTooLargeError) && (error as NodeJS.ErrnoException).code === undefined) throw error;
    throw new InputError(`archive ${quote(path)}`, [fileProblem(error)]);
  }
}

function fileInFolder(path: string): Buffer | undefined {
  return statSync(path, { throwIfNoEntry: false }) === undefined ? undefined : readSmallFile(path, MAX_IMAGE_JSON_SIZE);
}

async function* bytesOf(path: string): AsyncGenerator<Buffer> {
  const plain = createReadStream(path) as AsyncIterable<Buffer>;
  yield* startsAsGzip(path) ? bounded(gunzip(plain), DEFAULT_LIMITS) : plain;
}

function startsAsGzip(path: string): boolean {
  const file = openSync(path, 'r');
  try {
    return isGzip(readUpTo(file, 2));
  } finally {
    closeSync(file);
  }
}
