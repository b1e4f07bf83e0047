import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { InputError, quote } from '../../diagnostics/input-error';
import type { OpenedPackage } from '../open-package';
import { findInstallation, installedRoot, wholeFolders } from './found-installation';
import { ImageClient } from './image-client';
import { plainTag } from './image-conflicts';
import { removeEmptyFolders } from './empty-folders';
import { exclusively } from './installation-lock';
import { describeStep } from './installation';
import type { InstallRequest } from './install-request';
import { planInstallation } from './plan-installation';
import { finishRemovals } from './retired-apps';
import { runPlan } from './run-plan';
import { unpackPackage } from './unpacked-package';
import { wantedInstallation } from './wanted-installation';

/** Result of an installation. */
export interface InstalledPackage {
  readonly app: string;
  readonly version: string;
  /** Replaced version, which may be the same. Undefined if there was none. */
  readonly before: string | undefined;
  readonly opened: OpenedPackage;
  /** Steps that ran, or would run without a dry run. Empty if the package was already installed. */
  readonly steps: ReadonlyArray<string>;
  /** Notes for the user, such as differences from the manifests. */
  readonly notes: ReadonlyArray<string>;
}

/**
 * Installs the images and the hardened pods of a package, and replaces the previous version of the app. A second installation of
 * the same package changes nothing.
 * @throws InputError if the package cannot be installed; nothing was changed
 * @throws InstallationFailure if a step failed; the steps were undone
 */
export async function installPackage(request: InstallRequest): Promise<InstalledPackage> {
  // only root may read the content of a package, also while it is unpacked
  const root = installedRoot(request.root);
  if (existsSync(root) && !statSync(root).isDirectory())
    throw new InputError(`folder ${quote(root)}`, ['is not a folder: remove it']);
  const created = await mkdir(root, { recursive: true, mode: 0o700 });
  try {
    return await exclusively(`${root}/.lock`, () => installInto(root, request));
  } finally {
    // nothing was installed
    if (created !== undefined) await removeEmptyFolders(root, created);
  }
}

/** Name of the temporary folder, which cannot be the name of an app. An incomplete one has another dot. */
const UNPACKED = '.unpacked';
const LEFT = /^\.{1,2}unpacked(\.|$)/;

async function installInto(root: string, request: InstallRequest): Promise<InstalledPackage> {
  const fresh = `${root}/${UNPACKED}`;
  // left by an interrupted installation
  for (const name of readdirSync(root)) if (LEFT.test(name)) rmSync(`${root}/${name}`, { recursive: true });
  try {
    const unpacked = await unpackPackage(request, fresh);
    const { imageClient, patience = 0, onNotes } = request;
    const images = once(() => ImageClient.findReady(imageClient, patience, (note) => onNotes([note])));
    if (!request.dryRun) await finishRemovals(request, images, (note) => onNotes([note]));
    const intended = await wantedInstallation(request, unpacked, root);
    const { found, notes } = await findInstallation(request, intended, images, (before) =>
      wholeFolders(root, unpacked, intended, before),
    );
    const { downgrade, acceptedImages } = request;
    const accepted = { downgrade, images: new Set([...acceptedImages].map(plainTag)) };
    const plan = planInstallation(intended.wanted, found, accepted);
    const { app, version, opened } = unpacked;
    const all = [
      ...opened.warnings.map((warning) => `${unpacked.subject}: ${warning}`),
      ...plan.notes,
      ...intended.notes,
      ...notes,
    ];
    onNotes(all);
    if (!request.dryRun)
      await runPlan(
        { subject: unpacked.subject, payload: fresh, found, app, images, onProgress: request.onProgress },
        plan,
      );
    const before = found.record?.installation.appVersion;
    return { app, version, before, opened, steps: plan.steps.map(describeStep), notes: all };
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
