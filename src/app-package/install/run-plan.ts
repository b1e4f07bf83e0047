import { existsSync, readdirSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { containedPath } from '../contained-path';
import { Cluster } from './cluster';
import { removeEmptyFolders } from './empty-folders';
import type { ImageClient } from './image-client';
import type { InstallationPlan, Place } from './installation';
import { VERSION_FOLDER } from './installation-record';
import type { Found } from './machine-state';
import { performInstallation } from './perform-installation';
import { nameOfHidden } from './set-aside';

/** Subject and purpose of the run of a plan. */
export interface PlanRun {
  /** Subject of errors. */
  readonly subject: string;
  readonly app: string;
  readonly found: Pick<Found, 'root' | 'podFolder'>;
  /** Folder of the unpacked payload. Empty if the plan keeps no folder. */
  readonly payload: string;
  readonly images: () => Promise<ImageClient>;
  readonly onProgress: (what: string) => void;
}

/**
 * Runs a plan, and removes what an interrupted one left before.
 * @throws InstallationFailure if a step failed; the steps were undone
 */
export async function runPlan(run: PlanRun, { steps, obsolete }: InstallationPlan): Promise<void> {
  const { subject, app, found, payload, images, onProgress } = run;
  const home = containedPath(found.root, app);
  if (steps.length > 0) {
    await mkdir(home, { recursive: true, mode: 0o700 });
    removeHidden(home, (name, isFolder) => VERSION_FOLDER.test(name) || !isFolder);
    removeHidden(found.podFolder, (name, isFolder) => name.startsWith(`${app}+`) && !isFolder);
  }
  try {
    await performInstallation(subject, steps, { payload, images, cluster: new Cluster() }, onProgress);
  } finally {
    await removeEmptyFolders(home, home);
  }
  for (const old of obsolete) rmSync(pathOf(old), { recursive: true, force: true });
}

/** Removes files of this app that an interrupted step left. */
function removeHidden(folder: string, isOurs: (name: string, isFolder: boolean) => boolean): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const name = nameOfHidden(entry.name);
    if (name !== undefined && isOurs(name, entry.isDirectory()))
      rmSync(`${folder}/${entry.name}`, { recursive: true, force: true });
  }
}

function pathOf({ folder, path }: Place): string {
  return containedPath(folder, path);
}
