import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InputError, quote } from '../../diagnostics/input-error';
import { containedPath } from '../contained-path';
import type { OpenedPackage } from '../open-package';
import { Cluster } from './cluster';
import { findInstallation } from './found-installation';
import { ImageClient } from './image-client';
import { plainTag } from './image-conflicts';
import { exclusively } from './installation-lock';
import { describeStep, type InstallationPlan, type Place } from './installation';
import type { InstallRequest } from './install-request';
import { VERSION_FOLDER } from './installation-record';
import { performInstallation } from './perform-installation';
import { planInstallation } from './plan-installation';
import { nameOfHidden } from './set-aside';
import { unpackPackage, type UnpackedPackage } from './unpacked-package';
import { wantedInstallation } from './wanted-installation';

/** What came of it. */
export interface InstalledPackage {
  readonly app: string;
  readonly version: string;
  /** The version that it replaced, which may be the same; undefined: there was none. */
  readonly before: string | undefined;
  readonly opened: OpenedPackage;
  /** What was done, or with a dry run would be; nothing, when all was there. */
  readonly steps: ReadonlyArray<string>;
  /** What is otherwise than the manifests say. */
  readonly notes: ReadonlyArray<string>;
}

/**
 * Installs a package: its images, and its pods, hardened; what the app had before is replaced. Twice is once.
 * @throws InputError for what cannot be installed, before anything is changed
 * @throws InstallationFailure for a step that failed; all is as it was before
 */
export async function installPackage(request: InstallRequest): Promise<InstalledPackage> {
  // what is in a package is nobody's but root's, on its way there, too
  const root = containedPath(resolve(request.root), 'installed');
  if (existsSync(root) && !statSync(root).isDirectory())
    throw new InputError(`folder ${quote(root)}`, ['is not a folder: remove it']);
  await mkdir(root, { recursive: true, mode: 0o700 });
  return exclusively(`${root}/.lock`, () => installInto(root, request));
}

/** No name of an app begins so; what is half unpacked has one dot more. */
const UNPACKED = '.unpacked';
const LEFT = /^\.{1,2}unpacked(\.|$)/;

async function installInto(root: string, request: InstallRequest): Promise<InstalledPackage> {
  const fresh = `${root}/${UNPACKED}`;
  // of an installation that was cut off
  for (const name of readdirSync(root)) if (LEFT.test(name)) rmSync(`${root}/${name}`, { recursive: true });
  try {
    const unpacked = await unpackPackage(request, fresh);
    const images = once(() => ImageClient.find(request.imageClient));
    const intended = await wantedInstallation(request, unpacked, root);
    const { found, notes } = await findInstallation(request, unpacked, root, intended, images);
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
    request.onNotes(all);
    if (!request.dryRun) await perform(request, unpacked, root, found.podFolder, plan, images);
    const before = found.record?.installation.appVersion;
    return { app, version, before, opened, steps: plan.steps.map(describeStep), notes: all };
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

async function perform(
  { onProgress }: InstallRequest,
  { subject, folder, app }: UnpackedPackage,
  root: string,
  podFolder: string,
  { steps, obsolete }: InstallationPlan,
  images: () => Promise<ImageClient>,
): Promise<void> {
  const home = containedPath(root, app);
  if (steps.length > 0) {
    await mkdir(home, { recursive: true, mode: 0o700 });
    removeHidden(home, (name, isFolder) => VERSION_FOLDER.test(name) || !isFolder);
    removeHidden(podFolder, (name, isFolder) => name.startsWith(`${app}+`) && !isFolder);
  }
  await performInstallation(subject, steps, { payload: folder, images, cluster: new Cluster() }, onProgress);
  for (const old of obsolete) rmSync(pathOf(old), { recursive: true, force: true });
}

/** Removes what an installation of this app left that was cut off while it did a step. */
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

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
