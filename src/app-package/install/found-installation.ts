import { existsSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError, quote } from '../../diagnostics/input-error';
import { containedPath } from '../contained-path';
import { sameName } from '../payload/payload-path';
import { Cluster, type ClusterObjects } from './cluster';
import { dataRoot, VOLUME_NAME, type DataVolume } from './data-volume';
import { plainTag, type KnownImages } from './image-conflicts';
import { sandboxImage, type ImageClient } from './image-client';
import { InstallTarget, type Installation } from './installation';
import { readOtherRecords, readRecord } from './installation-record';
import { toYaml } from './package-objects';
import { payloadContent, type PayloadImages } from './payload-content';
import type { Found } from './machine-state';
import { podFileNotes, readPodFolder } from './pod-folder';
import { ProgramError } from './program';
import type { UnpackedPackage } from './unpacked-package';
import type { WantedInstallation } from './wanted-installation';

/** Current state of a machine, with notes for the user. */
export interface FoundInstallation {
  readonly found: Found;
  /** Notes for the user, one sentence each. */
  readonly notes: ReadonlyArray<string>;
}

/** Folders of a machine, and the target of the pods. */
export interface MachineFolders {
  /** Folder of all packages, as the user specifies it. */
  readonly root: string;
  /** Folder of static pods. */
  readonly podFolder: string;
  readonly to: InstallTarget;
  /** Current time, in ISO 8601. */
  readonly now: string;
}

/**
 * Reads the current state of a machine without a change.
 * @param wholeFolders returns the complete folders of versions, given the record of the app
 * @throws InputError if the state cannot be read, or the name of the app is too similar to an installed one
 */
export async function findInstallation(
  machine: MachineFolders,
  { wanted }: Pick<WantedInstallation, 'wanted'>,
  client: () => Promise<ImageClient>,
  wholeFolders: (before: Installation | undefined) => Promise<string[]>,
): Promise<FoundInstallation> {
  const { app } = wanted;
  const root = installedRoot(machine.root);
  rejectSimilarName(root, app);
  const record = readRecord(root, app);
  const others = readOtherRecords(root, app);
  const before = record?.installation;
  const podFolder = podFolderOf(machine);
  const podFiles = existsSync(podFolder) ? readPodFolder(podFolder) : [];
  const objects = [wanted.objects && toYaml(wanted.objects), before?.applied].filter(
    (text) => typeof text === 'string',
  );
  const found = {
    root,
    record,
    others: others.installations,
    folders: await wholeFolders(before),
    images: await withProgramErrors(() => knownImages(wanted.images, before, client)),
    podFolder,
    podFiles,
    cluster: await clusterObjects(objects),
    ...dataOf(machine.root, app),
    now: machine.now,
  };
  return { found, notes: [...others.notes, ...podFileNotes(podFiles)] };
}

/** Returns the folder of all installed apps. */
export function installedRoot(root: string): string {
  return containedPath(resolve(root), 'installed');
}

/** Finds the data folders of an app. */
export function dataOf(root: string, app: string): Pick<Found, 'dataRoot' | 'data'> {
  const all = dataRoot(root);
  const folder = containedPath(all, app, 'volumes');
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => VOLUME_NAME.test(name)) : [];
  const volumes = names.map((name): [string, DataVolume] => {
    const status = lstatSync(containedPath(folder, name));
    if (!status.isDirectory())
      throw new InputError(`data ${quote(`${folder}/${name}`)}`, ['is not a folder: remove it']);
    return [name, { name, uid: status.uid, gid: status.gid, mode: status.mode & 0o7777 }];
  });
  return { dataRoot: all, data: new Map(volumes) };
}

/** Rejects an app whose name differs from an installed one only in case. They could share a folder, and users could confuse them. */
function rejectSimilarName(root: string, app: string): void {
  const other = readdirSync(root).find((name) => name !== app && sameName(name) === sameName(app));
  if (other !== undefined)
    throw new InputError(`app package ${quote(app)}`, [
      `has the same name as the installed app ${quote(other)}, except for case: choose another name`,
    ]);
}

function podFolderOf({ podFolder, to }: Pick<MachineFolders, 'podFolder' | 'to'>): string {
  const folder = resolve(podFolder);
  if (to === InstallTarget.STATIC_PODS && !existsSync(folder))
    throw new InputError(`folder of static pods ${quote(podFolder)}`, [
      'does not exist: specify the staticPodPath of the kubelet with --static-pod-path',
    ]);
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new InputError(`folder of static pods ${quote(podFolder)}`, ['is not a folder']);
  return folder;
}

/** Returns the folders of an app, complete or not. */
export function foldersOf(root: string, app: string): string[] {
  const home = containedPath(root, app);
  const entries = existsSync(home) ? readdirSync(home, { withFileTypes: true }) : [];
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/** Returns the complete folders. A folder without a record may be from an interrupted installation, so its content is compared. */
export async function wholeFolders(
  root: string,
  { subject, folder, app }: UnpackedPackage,
  { wanted: { folder: wanted }, entries }: Pick<WantedInstallation, 'wanted' | 'entries'>,
  before: Installation | undefined,
): Promise<string[]> {
  const names = foldersOf(root, app);
  const home = containedPath(root, app);
  if (!names.includes(wanted) || [before?.folder, before?.previous].includes(wanted)) return names;
  const digests = [folder, containedPath(home, wanted)].map((each) =>
    payloadContent(subject, each, entries, {}, () => undefined),
  );
  const [fresh, there] = await Promise.all(
    digests.map((content) =>
      content.then(
        ({ digest }) => digest,
        () => '',
      ),
    ),
  );
  return names.filter((each) => each !== wanted || fresh === there);
}

async function knownImages(
  wanted: ReadonlyArray<PayloadImages>,
  before: Installation | undefined,
  client: () => Promise<ImageClient>,
): Promise<KnownImages> {
  if (wanted.length === 0) return { tags: new Set(), same: new Set(), sandbox: undefined };
  const program = await client();
  const there = await program.tags();
  const ids = wantedIds(wanted);
  const loaded = new Set(before?.images.map(({ digest }) => digest));
  const isNew = wanted.some(({ digest }) => !loaded.has(digest));
  const same = new Set<string>();
  for (const [tag, id] of isNew ? ids : []) {
    const meant = there.filter((each) => plainTag(each) === tag);
    const found = await Promise.all(meant.map((each) => program.idOf(each)));
    if (found.length > 0 && found.every((each) => each === id)) same.add(tag);
  }
  const sandbox = isNew ? await sandboxImage() : undefined;
  return { tags: new Set(there.map(plainTag)), same, sandbox: sandbox && plainTag(sandbox) };
}

/** Returns ids by plain name, only for names that refer to the same image in every archive. */
function wantedIds(wanted: ReadonlyArray<PayloadImages>): Map<string, string> {
  const ids = new Map<string, string | undefined>();
  for (const { tag, id } of wanted.flatMap(({ contained }) => contained)) {
    const plain = plainTag(tag);
    ids.set(plain, ids.has(plain) && ids.get(plain) !== id ? undefined : id);
  }
  return new Map([...ids].flatMap(([tag, id]) => (id === undefined ? [] : [[tag, id]])));
}

function clusterObjects(texts: ReadonlyArray<string>): Promise<ClusterObjects> {
  return texts.length === 0
    ? Promise.resolve(new Map())
    : withProgramErrors(() => new Cluster().find(texts.join('---\n')));
}

/** Converts an error of a program to one for the user. */
export async function withProgramErrors<T>(use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (error instanceof ProgramError) throw new InputError('this machine', [error.message]);
    throw error;
  }
}
