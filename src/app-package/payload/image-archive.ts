import { open } from 'node:fs/promises';
import { ArchiveError } from '../archive/archive-error';
import { decompress, isCompressed } from '../archive/compression';
import { BLOCK } from '../archive/tar-header';
import { OF_IMAGES, readTar } from '../archive/tar-reader';
import { readBytes, readStream } from '../files/read-file';
import { LAYOUT_FILE } from './oci-layout';
import { plainPath } from './payload-path';

/** Files that mark an archive of images: the list of `docker save`, or an OCI layout. */
const MARKERS = ['manifest.json', 'repositories', LAYOUT_FILE];

/** True if a file is an archive of images, compressed or not. */
export async function holdsImage(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const head = await readBytes(file, 0, BLOCK);
    const bytes = readStream(file, 0, size);
    const plain = isCompressed(head) ? decompress(head, bytes) : bytes;
    for await (const { name } of readTar(plain, OF_IMAGES)) if (MARKERS.includes(plainPath(name))) return true;
    return false;
  } catch (error) {
    if (error instanceof ArchiveError) return false;
    throw error;
  } finally {
    await file.close();
  }
}
