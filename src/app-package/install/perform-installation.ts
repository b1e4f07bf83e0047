import { existsSync, readFileSync } from 'node:fs';
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Cluster } from './cluster';
import type { ImageClient } from './image-client';
import { describeStep, type InstallationStep } from './installation';

/** What steps are done with. */
export interface Tools {
  /** The unpacked payload, which takes its place. */
  readonly payload: string;
  readonly images: () => Promise<ImageClient>;
  readonly cluster: Cluster;
}

/** An installation that failed, and was undone. */
export class InstallationFailure extends Error {}

/** Undoes a step, done or half done. */
type Undo = () => Promise<void>;

/** Does a step, and gives what undoes it: before it does anything that may end half done. */
type Perform<K extends InstallationStep['kind']> = (
  step: Extract<InstallationStep, { kind: K }>,
  tools: Tools,
  undo: (undo: Undo) => void,
) => Promise<void>;

const PERFORM: { readonly [K in InstallationStep['kind']]: Perform<K> } = {
  'keep-folder': async ({ folder }, { payload }, undo) => {
    undo(() => rm(folder, { recursive: true, force: true }));
    await syncFiles(payload);
    await rm(folder, { recursive: true, force: true });
    await rename(payload, folder);
  },
  'load-images': async ({ archive, before }, { images }, undo) => {
    const client = await images();
    await client.load(archive);
    // what was loaded stays, for another app may use it; its name means what it meant before
    if (before !== undefined && existsSync(before)) undo(() => client.load(before));
  },
  'write-pod': async ({ file, text, before }, _, undo) => {
    undo(() => putBack(file, before));
    await writeFile(file, text);
  },
  'remove-pod': async ({ file, before }, _, undo) => {
    undo(() => putBack(file, before));
    await rm(file, { force: true });
  },
  apply: async ({ text, before }, { cluster }, undo) => {
    const there = await cluster.has(text);
    undo(async () => {
      if (before !== undefined) await cluster.apply(before);
      await cluster.deleteNew(text, there);
    });
    await cluster.apply(text);
  },
  delete: async ({ text }, { cluster }, undo) => {
    undo(() => cluster.apply(text));
    await cluster.delete(text);
  },
  record: async ({ file, text, before }, _, undo) => {
    undo(() => putBack(file, before));
    await writeFile(file, text);
  },
};

/**
 * Does steps in their order; when one fails, all are undone in the other order.
 * @throws InstallationFailure for a step that failed, with what could not be undone
 */
export async function performInstallation(
  subject: string,
  steps: ReadonlyArray<InstallationStep>,
  tools: Tools,
  onStep: (what: string) => void,
): Promise<void> {
  const done: { readonly what: string; readonly undo: Undo }[] = [];
  let what = '';
  try {
    for (const step of steps) {
      what = describeStep(step);
      onStep(what);
      const named = what;
      await (PERFORM[step.kind] as Perform<InstallationStep['kind']>)(step, tools, (undo) =>
        done.unshift({ what: named, undo }),
      );
    }
  } catch (error) {
    const left: string[] = [];
    for (const { what: undone, undo } of done)
      await undo().catch((reason: Error) => left.push(`"${undone}" could not be undone: ${reason.message}`));
    const end = left.length === 0 ? 'all is as it was before' : left.join('; ');
    throw new InstallationFailure(`${subject}: could not ${what}: ${(error as Error).message}; ${end}`);
  }
}

async function putBack(file: string, before: string | undefined): Promise<void> {
  if (before === undefined) await rm(file, { force: true });
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== before) await writeFile(file, before);
}

/** Under a hidden name first, which a kubelet does not look at; on the disk before it takes its own. */
async function writeFile(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const temporary = join(dirname(file), `.${basename(file)}.new`);
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, file);
}

/** Has all files of a folder on the disk: what is on record must outlive a loss of power. */
async function syncFiles(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const handle = await open(join(entry.parentPath, entry.name), 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  }
}
