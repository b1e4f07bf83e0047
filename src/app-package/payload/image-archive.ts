import { open } from 'node:fs/promises';
import { ArchiveError } from '../archive/archive-error';
import { gunzip, isGzip } from '../archive/gzip';
import { readTar } from '../archive/tar-reader';
import { readBytes, readStream } from '../files/read-file';

/** Files that mark an archive of images: the list of `docker save`, or an OCI layout. */
const MARKERS = ['manifest.json', 'repositories', 'oci-layout'];

/** True if a file is an archive of images in the form of `docker save`, compressed or not. */
export async function holdsImage(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const compressed = isGzip(await readBytes(file, 0, 2));
    const bytes = readStream(file, 0, size);
    for await (const { name } of readTar(compressed ? gunzip(bytes) : bytes)) if (MARKERS.includes(name)) return true;
    return false;
  } catch (error) {
    if (error instanceof ArchiveError) return false;
    throw error;
  } finally {
    await file.close();
  }
}
