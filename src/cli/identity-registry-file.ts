import { closeSync, existsSync, openSync, readFileSync, realpathSync, rmSync, writeSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { IdentityRegistry } from '../gateway/identity-registry';
import { InputError, quote } from '../diagnostics/input-error';
import { writeWhole } from './output';

const LONGEST_WAIT_MS = 20_000;
const PAUSE_MS = 20;

/** Registry before and after a change. */
export interface ChangedRegistry {
  readonly before: IdentityRegistry;
  readonly after: IdentityRegistry;
}

/**
 * Changes the file of a registry, one process at a time. A missing file counts as an empty registry. The file is written only
 * if the registry changes.
 * @throws InputError if the file is damaged, the change fails, or another process holds the file
 */
export async function changeRegistry(
  path: string,
  change: (registry: IdentityRegistry) => IdentityRegistry,
  longestWaitMs: number = LONGEST_WAIT_MS,
): Promise<ChangedRegistry> {
  // a link remains a link: the file that it points to is replaced
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

/** Creates a lock file. It contains the number of the process, for anyone who finds the file left over. */
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
    // released at this moment
  }
  return `process ${pid === '' ? 'with an unknown number' : pid}: if that process does not exist anymore, delete the file and try again`;
}
