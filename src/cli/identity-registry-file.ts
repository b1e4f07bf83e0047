import { closeSync, existsSync, openSync, readFileSync, realpathSync, rmSync, writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { IdentityRegistry } from '../gateway/identity-registry';
import { InputError, quote } from '../diagnostics/input-error';
import { writeWhole } from './output';

const LONGEST_WAIT_MS = 20_000;
const PAUSE_MS = 20;

/** What a change made of a registry. */
export interface ChangedRegistry {
  readonly before: IdentityRegistry;
  readonly after: IdentityRegistry;
}

/**
 * Changes a registry's file, one process at a time; a file that is not there begins empty. A file that cannot be read
 * as a registry is left as it is, and so is one that the change leaves the same.
 * @throws InputError when the file is damaged, the change refuses, or another process holds the file
 */
export async function changeRegistry(
  path: string,
  change: (registry: IdentityRegistry) => IdentityRegistry,
  longestWaitMs: number = LONGEST_WAIT_MS,
): Promise<ChangedRegistry> {
  // a link stays a link: what is replaced is the file that it means
  const file = existsSync(path) ? realpathSync(path) : path;
  const unlock = await lock(`${file}.lock`, longestWaitMs);
  try {
    const before = existsSync(file) ? IdentityRegistry.fromFile(path) : IdentityRegistry._empty(path);
    const after = change(before);
    if (after !== before) writeWhole(file, after._toJson());
    return { before, after };
  } finally {
    unlock();
  }
}

/** Takes a lock file; what it holds is the number of the process, for whoever finds it left behind. */
async function lock(path: string, longestWaitMs: number): Promise<() => void> {
  for (let waited = 0; ; waited += PAUSE_MS) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, `${process.pid}\n`);
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      if (waited >= longestWaitMs) throw new InputError(`lock ${quote(path)}`, [`is held by ${holder(path)}`]);
    }
    await setTimeout(PAUSE_MS);
  }
}

function holder(path: string): string {
  let pid = '';
  try {
    pid = readFileSync(path, 'utf8').trim();
  } catch {
    // given back in this very moment
  }
  return `process ${pid === '' ? 'of an unknown number' : pid}: if there is no such process any more, delete the file and try again`;
}
