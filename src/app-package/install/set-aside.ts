import { link, lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/*
 * A file that a step replaces or removes is kept under a hidden name in the same folder until all steps are done. To undo the
 * step, the file gets its name back, with the same bytes, mode, owner and times. A kubelet reads no hidden files.
 */

/** Previous content of a path, which may be nothing. */
export interface SetAside {
  /** Restores the previous content, whether or not the step succeeded. */
  readonly restore: () => Promise<void>;
  /** Deletes the previous content. */
  readonly discard: () => Promise<void>;
}

/** Keeps a file under a second name. The file stays at its path, so that one rename can replace it. */
export async function keepFile(path: string): Promise<SetAside> {
  return keep(path, async (aside) => {
    if (!(await lstat(path)).isFile()) throw new Error('the existing entry is not a file');
    await link(path, aside);
  });
}

/** Moves a file or a folder away from its path. */
export async function takeAway(path: string): Promise<SetAside> {
  return keep(path, (aside) => rename(path, aside));
}

async function keep(path: string, put: (aside: string) => Promise<void>): Promise<SetAside> {
  const aside = hidden(path, 'old');
  // left by an interrupted installation
  await rm(aside, { recursive: true, force: true });
  const isThere = await exists(path);
  if (isThere) await put(aside);
  return {
    restore: async () => {
      if (!isThere) return rm(path, { recursive: true, force: true });
      if (!(await exists(aside))) return undefined;
      // a folder cannot be renamed over another one
      if ((await lstat(aside)).isDirectory()) await rm(path, { recursive: true, force: true });
      await rename(aside, path);
      // a rename to another name of the same file changes nothing, so the old name is removed
      return rm(aside, { force: true });
    },
    discard: () => rm(aside, { recursive: true, force: true }),
  };
}

/** Writes a file under a hidden name, and renames it when it is on the disk. An existing link is replaced, not followed. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = hidden(path, 'new');
  await rm(temporary, { force: true });
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

const HIDDEN = /^\.(.+)\.(old|new)$/;

/** Returns the original name of a hidden file of a step. Undefined for any other file. */
export function nameOfHidden(file: string): string | undefined {
  return HIDDEN.exec(file)?.[1];
}

function hidden(path: string, what: 'old' | 'new'): string {
  return join(dirname(path), `.${basename(path)}.${what}`);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false;
      throw error;
    },
  );
}
