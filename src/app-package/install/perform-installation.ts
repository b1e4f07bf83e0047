import { constants } from 'node:fs';
import { chmod, chown, lstat, mkdir, open, readdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { containedPath } from '../contained-path';
import type { Cluster } from './cluster';
import type { ImageClient } from './image-client';
import { describeStep, type InstallationStep, type Place } from './installation';
import { removeEmptyFolders } from './empty-folders';
import { keepFile, takeAway, writeWhole } from './set-aside';

/** Tools of the steps. */
export interface Tools {
  /** Folder of the unpacked payload, which is moved to its final place. */
  readonly payload: string;
  readonly images: () => Promise<ImageClient>;
  readonly cluster: Cluster;
}

/** Error of an installation that failed and was undone. */
export class InstallationFailure extends Error {}

/** Registration of the work after a step. */
interface Outcome {
  /** Registers how to undo the step, complete or not. Called before the step changes anything. */
  readonly undo: (undo: () => Promise<void>) => void;
  /** Registers how to remove what only the undo needs. */
  readonly clear: (clear: () => Promise<void>) => void;
}

type Perform<K extends InstallationStep['kind']> = (
  step: Extract<InstallationStep, { kind: K }>,
  tools: Tools,
  outcome: Outcome,
) => Promise<void>;

const PERFORM: { readonly [K in InstallationStep['kind']]: Perform<K> } = {
  'keep-folder': async ({ at }, { payload }, outcome) => {
    const folder = pathOf(at);
    await syncFiles(payload);
    const before = await takeAway(folder);
    outcome.undo(before.restore);
    outcome.clear(before.discard);
    await rename(payload, folder);
  },
  'load-images': async ({ archive, before, lost }, { images }, outcome) => {
    const client = await images();
    const path = pathOf(archive);
    // loaded images stay, because another app may use them; their names get their previous images
    outcome.undo(async () => {
      for (const each of before) await client.load(pathOf(each));
      if (lost.length > 0) throw new Error(`the previous image of ${lost.join(', ')} is in no package`);
    });
    await client.load(path);
  },
  'write-pod': ({ at, text }, _, outcome) => replaceFile(at, text, outcome),
  'remove-pod': async ({ at }, _, outcome) => {
    const before = await takeAway(pathOf(at));
    outcome.undo(before.restore);
    outcome.clear(before.discard);
  },
  'make-folder': async ({ at, volume: { uid, gid, mode } }, _, outcome) => {
    const folder = pathOf(at);
    await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
    const before = await lstat(folder).catch(() => undefined);
    // data that were written in the meantime stay
    outcome.undo(() => (before === undefined ? removeEmptyFolders(folder, at.folder) : chmod(folder, before.mode)));
    if (before === undefined) {
      await mkdir(folder, { mode: 0o700 });
      await chown(folder, uid, gid);
    }
    await chmod(folder, mode);
  },
  // what was taken away is deleted later, by finishRemovals
  retire: async ({ at }, _, outcome) => {
    outcome.undo((await takeAway(pathOf(at))).restore);
  },
  apply: async ({ text, before, there }, { cluster }, { undo }) => {
    undo(async () => {
      if (before !== undefined) await cluster.apply(before);
      await cluster.deleteNew(text, there);
    });
    await cluster.apply(text);
  },
  delete: async ({ text }, { cluster }, { undo }) => {
    undo(() => cluster.apply(text));
    await cluster.delete(text);
  },
  record: ({ at, text }, _, outcome) => replaceFile(at, text, outcome),
};

/**
 * Runs steps in their order. If one fails, all are undone in reverse order.
 * @throws InstallationFailure if a step failed, with the steps that could not be undone
 */
export async function performInstallation(
  subject: string,
  steps: ReadonlyArray<InstallationStep>,
  tools: Tools,
  onStep: (what: string) => void,
): Promise<void> {
  const done: { readonly what: string; readonly undo: () => Promise<void> }[] = [];
  const leftovers: (() => Promise<void>)[] = [];
  let what = '';
  try {
    for (const step of steps) {
      what = describeStep(step);
      onStep(what);
      const named = what;
      await (PERFORM[step.kind] as Perform<InstallationStep['kind']>)(step, tools, {
        undo: (undo) => void done.unshift({ what: named, undo }),
        clear: (clear) => void leftovers.push(clear),
      });
    }
  } catch (error) {
    const left: string[] = [];
    for (const { what: undone, undo } of done)
      await undo().catch((reason: Error) => left.push(`"${undone}" could not be undone: ${reason.message}`));
    const end = left.length === 0 ? 'everything was undone' : left.join('; ');
    throw new InstallationFailure(`${subject}: could not ${what}: ${(error as Error).message}; ${end}`);
  }
  // hidden files: the next installation removes those that remain
  for (const clear of leftovers) await clear().catch(() => undefined);
}

async function replaceFile(at: Place, text: string, outcome: Outcome): Promise<void> {
  const file = pathOf(at);
  const before = await keepFile(file);
  outcome.undo(before.restore);
  outcome.clear(before.discard);
  await writeWhole(file, text);
}

/** Returns the path of a place. It is checked again, because a link may have been created since the plan. */
function pathOf({ folder, path }: Place): string {
  return containedPath(folder, path);
}

/** Writes all files of a folder to the disk, so that a recorded installation survives a loss of power. */
async function syncFiles(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const handle = await open(join(entry.parentPath, entry.name), constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
