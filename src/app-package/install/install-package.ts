import type { KeyObject } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { harden } from '../../hardening/harden';
import { Posture } from '../../hardening/posture';
import { InputError, Problems, quote } from '../../input-error';
import { ensureObjectAt, type Manifest } from '../../kubernetes/manifest';
import { containersOf, podsOf } from '../../kubernetes/pods';
import type { Target } from '../../kubernetes/target';
import type { PackageLimits } from '../limits';
import { openPackage, type OpenedPackage, type Opener } from '../open-package';
import { packageMetadata } from '../package-metadata';
import type { PayloadEntry } from '../payload-tree';
import { packageSubject } from '../read-package';
import { UnpackTarget } from '../unpack';
import { Cluster } from './cluster';
import { ImageClient } from './image-client';
import { exclusively } from './installation-lock';
import { describeStep, InstallTarget, type Installation, type InstallationPlan } from './installation';
import { packageManifests, type ComposeConverter } from './package-manifests';
import { payloadContent } from './payload-content';
import { mountPayload } from './payload-mount';
import { performInstallation } from './perform-installation';
import { plainTag, planInstallation, POD_FILE, RECORD_FILE, type Found, type Wanted } from './plan-installation';
import { ProgramError } from './program';
import { staticPods } from './static-pod';

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
  /** Name of the program that loads images. */
  readonly imageClient?: string;
  readonly compose?: ComposeConverter;
  /** Whether nothing but the plan is wanted. */
  readonly dryRun: boolean;
  readonly onProgress: (what: string, done?: number, of?: number) => void;
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
interface Unpacked {
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
  const root = join(resolve(request.root), 'installed');
  await mkdir(root, { recursive: true, mode: 0o700 });
  return exclusively(join(root, '.lock'), () => installInto(root, request));
}

/** No name of an app begins so; what is half unpacked has one dot more. */
const UNPACKED = '.unpacked';
const LEFT = /^\.{1,2}unpacked(\.|$)/;

async function installInto(root: string, request: InstallRequest): Promise<InstalledPackage> {
  const fresh = join(root, UNPACKED);
  // of an installation that was cut off
  for (const name of readdirSync(root)) if (LEFT.test(name)) rmSync(join(root, name), { recursive: true });
  try {
    const unpacked = await open(request, fresh);
    const home = join(root, unpacked.app);
    const { wanted, notes } = await wantedOf(request, unpacked, home);
    const images = once(() => ImageClient.find(request.imageClient));
    const found = await find(request, unpacked, home, wanted, images);
    const plan = planInstallation(wanted, found);
    if (!request.dryRun) await perform(request, unpacked, home, plan, images);
    const before = found.record === undefined ? undefined : (JSON.parse(found.record) as Installation).appVersion;
    const { app, version, opened } = unpacked;
    return { app, version, before, opened, steps: plan.steps.map(describeStep), notes };
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

async function wantedOf(
  request: InstallRequest,
  { subject, folder, opened, app, version }: Unpacked,
  home: string,
): Promise<{ wanted: Wanted; notes: ReadonlyArray<string> }> {
  const { digest, images } = await payloadContent(subject, folder, opened.entries, request.limits, () =>
    request.onProgress('reading'),
  );
  const name = `${version}-${digest.slice(0, 12)}`;
  const given = packageManifests(subject, folder, request.compose);
  const pods = request.to === InstallTarget.STATIC_PODS ? staticPods(given, request.accepted) : undefined;
  const problems = new Problems();
  for (const problem of pods?.problems ?? []) problems.add(problem);
  const tags = new Set(images.flatMap((image) => image.tags.map(plainTag)));
  const finish = (manifest: Manifest): Manifest => {
    const finished = harden(manifest, new Posture(), request.target);
    useLoadedImages(finished, tags);
    for (const problem of mountPayload(finished, join(home, name), kindsOf(opened.entries))) problems.add(problem);
    return finished;
  };
  const objects = (pods?.pods ?? given).map(finish);
  problems.throwIfAny(subject);
  const of = { app, version, digest };
  const wanted = {
    app,
    version,
    folder: name,
    images,
    pods: pods === undefined ? [] : objects.map((pod) => named(pod, of)),
    objects: pods === undefined ? objects : undefined,
  };
  return { wanted, notes: [...(pods?.notes ?? []), ...missingImages(objects, tags)] };
}

function kindsOf(entries: ReadonlyArray<PayloadEntry>): Map<string, PayloadEntry['kind']> {
  return new Map(entries.map(({ path, kind }) => [path, kind]));
}

/** Without a policy, an image named `latest` would be asked for in a registry that there is not. */
function useLoadedImages(manifest: Manifest, tags: ReadonlySet<string>): void {
  for (const { spec } of podsOf(manifest))
    for (const { container } of containersOf(spec))
      if (typeof container['image'] === 'string' && tags.has(plainTag(container['image'])))
        container['imagePullPolicy'] ??= 'IfNotPresent';
}

function missingImages(manifests: ReadonlyArray<Manifest>, tags: ReadonlySet<string>): string[] {
  const containers = manifests.flatMap(podsOf).flatMap(({ spec }) => containersOf(spec));
  const images = containers.map(({ container }) => container['image']).filter((image) => typeof image === 'string');
  return [...new Set(images)]
    .filter((image) => !tags.has(plainTag(image)))
    .map((image) => `image ${quote(image)} is not in the package: the machine has it, or gets it from its registry`);
}

const PACKAGE_ANNOTATION = 'secure-edge.dev/package';

/** A kubelet starts a pod anew when its file changes: so it must, when an image of the same name does. */
function named(pod: Manifest, { app, version, digest }: { app: string; version: string; digest: string }): Manifest {
  const metadata = ensureObjectAt(pod, 'metadata') ?? {};
  const annotations = ensureObjectAt(metadata, 'annotations');
  if (annotations) annotations[PACKAGE_ANNOTATION] = `${app} ${version} sha256:${digest}`;
  return pod;
}

async function find(
  request: InstallRequest,
  unpacked: Unpacked,
  home: string,
  wanted: Wanted,
  images: () => Promise<ImageClient>,
): Promise<Found> {
  const recordFile = join(home, RECORD_FILE);
  const record = existsSync(recordFile) ? readFileSync(recordFile, 'utf8') : undefined;
  const folders = existsSync(home) ? readdirSync(home, { withFileTypes: true }) : [];
  const before = record === undefined ? undefined : (JSON.parse(record) as Installation);
  const applied = before?.applied ?? null;
  const podFolder = resolve(request.podFolder);
  if (request.to === InstallTarget.STATIC_PODS && !existsSync(podFolder))
    throw new InputError(`folder of static pods ${quote(request.podFolder)}`, [
      'is not there: name the staticPodPath of the kubelet by --static-pod-path',
    ]);
  return {
    home,
    record,
    folders: await wholeFolders(
      folders.filter((entry) => entry.isDirectory()).map(({ name }) => name),
      [before?.folder, before?.previous],
      unpacked,
      join(home, wanted.folder),
    ),
    tags:
      wanted.images.length === 0 ? new Set() : new Set((await said(async () => (await images()).tags())).map(plainTag)),
    podFolder,
    podFiles: podFilesIn(podFolder),
    isApplied: applied !== null && wanted.objects !== undefined && (await said(() => new Cluster().hasAll(applied))),
  };
}

/** A folder that is on record is whole. One that is not may be of an installation that was cut off: its content tells. */
async function wholeFolders(
  names: ReadonlyArray<string>,
  recorded: ReadonlyArray<string | null | undefined>,
  { subject, folder, opened }: Unpacked,
  wanted: string,
): Promise<string[]> {
  const name = basename(wanted);
  if (!names.includes(name) || recorded.includes(name)) return [...names];
  const digests = [folder, wanted].map((each) => payloadContent(subject, each, opened.entries, {}, () => undefined));
  const [fresh, there] = await Promise.all(
    digests.map((content) =>
      content.then(
        ({ digest }) => digest,
        () => '',
      ),
    ),
  );
  return names.filter((each) => each !== name || fresh === there);
}

function podFilesIn(folder: string): Map<string, string> {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => POD_FILE.test(file)) : [];
  return new Map(files.sort().map((file) => [file, readFileSync(join(folder, file), 'utf8')]));
}

/** What a program said is the user's to read. */
async function said<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (error instanceof ProgramError) throw new InputError('this machine', [error.message]);
    throw error;
  }
}

async function perform(
  { onProgress }: InstallRequest,
  { subject, folder }: Unpacked,
  home: string,
  { steps, obsolete }: InstallationPlan,
  images: () => Promise<ImageClient>,
): Promise<void> {
  if (steps.length > 0) await mkdir(home, { recursive: true, mode: 0o700 });
  await performInstallation(subject, steps, { payload: folder, images, cluster: new Cluster() }, onProgress);
  for (const old of obsolete) rmSync(old, { recursive: true, force: true });
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
