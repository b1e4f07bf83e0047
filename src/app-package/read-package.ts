import { open, type FileHandle } from 'node:fs/promises';
import { InputError, quote } from '../diagnostics/input-error';
import { ArchiveError, truncated } from './archive/archive-error';
import { isGzip } from './archive/gzip';
import { BLOCK, isHeader } from './archive/tar-header';
import { DecryptionError } from './decryption-error';
import { readOldPackage } from './encrypted/read-old-package';
import { DEFAULT_LIMITS, type PackageLimits } from './limits';
import { MANIFEST_NAME, type PackageContents } from './package-contents';
import { readBytes, readStream } from './files/read-file';
import { fileProblem } from '../diagnostics/file-error';
import { readSealedPackage } from './sealed/read-sealed-package';

/**
 * Opens the file of a package, detects its form, and closes the file after `use`.
 * @throws InputError if the file is not a package or is damaged, also if `use` finds it
 */
export async function readPackage<T>(
  path: string,
  limits: PackageLimits,
  use: (contents: PackageContents, file: FileHandle) => Promise<T>,
): Promise<T> {
  const subject = packageSubject(path);
  const file = await openFile(path, subject);
  try {
    return await use(await readContents(file, { ...DEFAULT_LIMITS, ...limits }), file);
  } catch (error) {
    if (error instanceof ArchiveError || error instanceof DecryptionError)
      throw new InputError(subject, [error.message]);
    throw error;
  } finally {
    await file.close();
  }
}

/** Returns the subject of errors about a package. */
export function packageSubject(path: string): string {
  return `package ${quote(path)}`;
}

async function openFile(path: string, subject: string): Promise<FileHandle> {
  try {
    const file = await open(path, 'r');
    if ((await file.stat()).isFile()) return file;
    await file.close();
  } catch (error) {
    throw new InputError(subject, [fileProblem(error)]);
  }
  throw new InputError(subject, ['is not a file']);
}

async function readContents(file: FileHandle, limits: Required<PackageLimits>): Promise<PackageContents> {
  const head = await readBytes(file, 0, BLOCK);
  if (isGzip(head)) {
    const { size } = await file.stat();
    return readOldPackage(() => readStream(file, 0, size), limits);
  }
  const name = Buffer.from(MANIFEST_NAME).subarray(0, head.length);
  if (head.length > 0 && head.subarray(0, name.length).equals(name)) {
    if (head.length < BLOCK) throw truncated();
    if (isHeader(head)) return readSealedPackage(file);
  }
  throw new ArchiveError(
    'is not an app package: it does not start as a sealed package, and it is not compressed with gzip',
  );
}
