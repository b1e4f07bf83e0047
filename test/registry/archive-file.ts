import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { tarFile, writeTar } from '../../src/app-package/archive/tar-writer';
import { BLOBS, sha256 } from './fake-images';

/** Image in the index of an archive. */
export interface ListedImage {
  readonly content: string;
  readonly names?: Readonly<Record<string, string>>;
}

/** Writes an OCI image layout as a tar archive. */
export async function writeArchive(
  path: string,
  images: ReadonlyArray<ListedImage>,
  compressed = false,
): Promise<void> {
  const manifests = images.map(({ content, names }) => ({ digest: sha256(content), annotations: names }));
  const blobs = BLOBS.map((blob): [string, string] => [`blobs/${sha256(blob).replace(':', '/')}`, blob]);
  await writeFiles(path, [['./index.json', JSON.stringify({ schemaVersion: 2, manifests })], ...blobs], compressed);
}

/** Writes files as a tar archive. */
export async function writeFiles(path: string, files: [string, string][], compressed = false): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of writeTar(files.map(([name, text]) => tarFile(name, Buffer.from(text))))) parts.push(part);
  const bytes = Buffer.concat(parts);
  writeFileSync(path, compressed ? gzipSync(bytes) : bytes);
}
