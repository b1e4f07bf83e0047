import { createHash } from 'node:crypto';
import { chmod, chown, mkdir, writeFile } from 'node:fs/promises';
import { InputError, quote } from '../../diagnostics/input-error';
import { containedPath } from '../contained-path';
import { sameName } from '../payload/payload-path';
import { PayloadKind, type PayloadEntry } from '../payload/payload-tree';
import { PACKAGE_PATHS } from './package-paths';

/** File that the installer writes into the folder of a version, such as the text of a config. */
export interface WrittenFile {
  /** Name in the folder of configs. */
  readonly name: string;
  readonly text: string;
  /** Permission bits. */
  readonly mode: number;
  /** Owner. Undefined for that of the installer. */
  readonly owner?: { readonly uid: number; readonly gid: number };
}

const FOLDER_MODE = 0o700;

/**
 * Writes files into an unpacked payload, beside the files of the package.
 * @returns their entries
 * @throws InputError if the package itself contains the folder of configs
 */
export async function writeFiles(
  subject: string,
  folder: string,
  entries: ReadonlyArray<PayloadEntry>,
  files: ReadonlyArray<WrittenFile>,
): Promise<PayloadEntry[]> {
  const { configs } = PACKAGE_PATHS;
  if (files.length === 0) return [];
  const other = entries.find(({ path }) => sameName(path.split('/')[0] ?? '') === configs);
  if (other !== undefined)
    throw new InputError(subject, [
      `has ${quote(other.path)}, and ${configs} is the folder of the files that the installer writes: give it another name`,
    ]);
  await mkdir(containedPath(folder, configs), { mode: FOLDER_MODE });
  for (const { name, text, mode, owner } of files) {
    const path = containedPath(folder, configs, name);
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
    if (owner) await chown(path, owner.uid, owner.gid);
    // after the owner, and regardless of the umask
    await chmod(path, mode);
  }
  return [
    { path: configs, kind: PayloadKind.FOLDER, size: 0, mode: FOLDER_MODE },
    ...files.map(({ name, text, mode }) => ({
      path: `${configs}/${name}`,
      kind: PayloadKind.FILE,
      size: Buffer.byteLength(text),
      mode,
    })),
  ];
}

/** Returns the digest of a payload with files that the installer writes. Without any, it is that of the payload. */
export function digestWith(digest: string, files: ReadonlyArray<WrittenFile>): string {
  if (files.length === 0) return digest;
  const parts = files.map(({ name, text, mode, owner }) => [name, text, mode, owner?.uid, owner?.gid]);
  return createHash('sha256')
    .update(JSON.stringify([digest, parts]))
    .digest('hex');
}
