import { link, lstat, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/*
 * What a step replaces or removes is kept as it is, under a hidden name in the same folder, until all steps are done: to undo
 * the step gives the same file its name again, with its bytes, mode, owner and times. A kubelet reads no hidden file.
 */

/** What stood at a path before a step, or that nothing did. */
export interface SetAside {
  /** Has it at the path again, whatever became of the step. */
  readonly restore: () => Promise<void>;
  /** Lets go of it. */
  readonly discard: () => Promise<void>;
}

/** Keeps a file under a second name; it stays where it is, so that a replacement can take its place in one move. */
export async function keepFile(path: string): Promise<SetAside> {
  return keep(path, async (aside) => {
    if (!(await lstat(path)).isFile()) throw new Error('what stands there is not a file');
    await link(path, aside);
  });
}

/** Takes a file or a folder from its path. */
export async function takeAway(path: string): Promise<SetAside> {
  return keep(path, (aside) => rename(path, aside));
}

async function keep(path: string, put: (aside: string) => Promise<void>): Promise<SetAside> {
  const aside = hidden(path, 'old');
  // of an installation that was cut off
  await rm(aside, { recursive: true, force: true });
  const isThere = await exists(path);
  if (isThere) await put(aside);
  return {
    restore: async () => {
      if (!isThere) return rm(path, { recursive: true, force: true });
      if (!(await exists(aside))) return undefined;
      // a folder is not moved over another one
      if ((await lstat(aside)).isDirectory()) await rm(path, { recursive: true, force: true });
      await rename(aside, path);
      // two names of one file stay both
      return rm(aside, { force: true });
    },
    discard: () => rm(aside, { recursive: true, force: true }),
  };
}

/** Writes a file under a hidden name first; it is on the disk before it takes its own. A link there is replaced, not followed. */
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

/** The name that a file has while steps are done; undefined for any other name. */
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
