import { chmodSync, chownSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { InputError } from '../diagnostics/input-error';

/** File to write, with its whole text. */
export interface WrittenFile {
  readonly path: string;
  readonly text: string;
}

/** File under its temporary name. */
interface Staged {
  readonly temporary: string;
  readonly path: string;
}

/**
 * Writes a file completely or not at all: first under a temporary name, then renamed. An existing file keeps its mode and its
 * owner.
 */
export function writeWhole(path: string, text: string): void {
  writeAll([{ path, text }]);
}

/**
 * Writes files, each one completely or not at all. Nothing is written if one of them cannot be stored under its temporary name,
 * for example because the disk is full.
 * @throws InputError if the owner of an existing file cannot be kept
 */
export function writeAll(files: ReadonlyArray<WrittenFile>): void {
  const staged: Staged[] = [];
  try {
    for (const { path, text } of files) {
      mkdirSync(dirname(path), { recursive: true });
      const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
      const before = statSync(path, { throwIfNoEntry: false });
      writeFileSync(temporary, text, { flag: 'wx' });
      staged.push({ temporary, path });
      if (before !== undefined) {
        keepOwner(path, temporary, before);
        chmodSync(temporary, before.mode);
      }
    }
    for (const { temporary, path } of staged) renameSync(temporary, path);
  } catch (error) {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
    throw aboutTarget(error, staged);
  }
}

/** Returns an error about a temporary file as one about the file that it becomes, which the user knows. */
function aboutTarget(error: unknown, staged: ReadonlyArray<Staged>): unknown {
  const { path } = error as NodeJS.ErrnoException;
  const file = staged.find(({ temporary }) => temporary === path);
  return file === undefined ? error : Object.assign(error as Error, { path: file.path });
}

function keepOwner(
  path: string,
  temporary: string,
  { uid, gid }: { readonly uid: number; readonly gid: number },
): void {
  const own = statSync(temporary);
  if (own.uid === uid && own.gid === gid) return;
  try {
    chownSync(temporary, uid, gid);
  } catch {
    throw new InputError(path, [
      `its owner ${uid}:${gid} cannot be kept: run the command as that user, or write to another folder with --output`,
    ]);
  }
}
