import type { KeyObject } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { InputError, quote } from '../../diagnostics/input-error';
import type { Target } from '../../kubernetes/target';
import { containedPath } from '../contained-path';
import type { PackageLimits } from '../limits';
import { openPackage, type OpenedPackage, type Opener } from '../open-package';
import { packageMetadata } from '../package-metadata';
import { packageSubject } from '../read-package';
import { UnpackTarget } from '../payload/unpack';
import { Cluster } from './cluster';
import { findInstallation } from './found-installation';
import { ImageClient } from './image-client';
import { plainTag } from './image-conflicts';
import { exclusively } from './installation-lock';
import { describeStep, type InstallationPlan, type InstallTarget, type Place } from './installation';
import { VERSION_FOLDER } from './installation-record';
import type { ComposeConverter } from './package-manifests';
import { performInstallation } from './perform-installation';
import { planInstallation } from './plan-installation';
import type { PodJudge } from './privileged-pods';
import { nameOfHidden } from './set-aside';
import { wantedInstallation } from './wanted-installation';

/** What is to be installed, and where. */
export interface InstallRequest {
  readonly path: string;
  readonly limits: PackageLimits;
  readonly opener?: Opener;
  /** The package must be signed by this key; undefined: it is taken from whoever made it. */
  readonly trustedKey: KeyObject | undefined;
  /** Folder of all that is installed. */
  readonly root: string;
  readonly to: InstallTarget;
  /** The kubelet's `staticPodPath`. */
  readonly podFolder: string;
  readonly target: Target;
  /** Kinds that may be left out where the kubelet cannot have them. */
  readonly accepted: ReadonlySet<string>;
  /** Finds what the pods of an object ask for beyond Pod Security. */
  readonly judge: PodJudge;
  /** Objects whose pods may be privileged, as `default/web`. */
  readonly acceptedPrivileges: ReadonlySet<string>;
  /** Names of images that may get another meaning on this machine. */
  readonly acceptedImages: ReadonlySet<string>;
  /** Whether an older version may replace a newer one. */
  readonly downgrade: boolean;
  /** Name of the program that loads images. */
  readonly imageClient?: string;
  readonly compose?: ComposeConverter;
  /** Whether nothing but the plan is wanted. */
  readonly dryRun: boolean;
  readonly onProgress: (what: string, done?: number, of?: number) => void;
  /** Told what the user should know, before anything is changed. */
  readonly onNotes: (notes: ReadonlyArray<string>) => void;
}

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

/** A package that is open, in a folder of its own. */
export interface Unpacked {
  readonly subject: string;
  readonly folder: string;
  readonly opened: OpenedPackage;
  readonly app: string;
  readonly version: string;
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
    const unpacked = await open(request, fresh);
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

async function open(request: InstallRequest, folder: string): Promise<Unpacked> {
  const { path, limits, opener, trustedKey, onProgress } = request;
  const subject = packageSubject(path);
  const opened = await openPackage(
    {
      path,
      limits,
      ...(opener && { opener }),
      ...(trustedKey && { trustedKey }),
      onProgress: (done, of) => onProgress('opening', done, of),
    },
    new UnpackTarget(folder),
  );
  const { name, version } = opened;
  if (name === '' || version === '')
    throw new InputError(subject, [
      'does not say its name and version in MANIFEST.JSON, and nobody could tell it from others',
    ]);
  // they become names of files
  packageMetadata(name, version);
  return { subject, folder, opened, app: name, version };
}

async function perform(
  { onProgress }: InstallRequest,
  { subject, folder, app }: Unpacked,
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
