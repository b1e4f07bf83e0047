import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { InputError, quote } from '../../diagnostics/input-error';
import type { Manifest } from '../../kubernetes/manifest';
import { readYamlDocuments } from '../../kubernetes/yaml/yaml-stream';
import { findInstallation, foldersOf, installedRoot, type MachineFolders } from '../install/found-installation';
import { ImageClient } from '../install/image-client';
import {
  describeStep,
  InstallTarget,
  within,
  type Installation,
  type InstallationPlan,
  type InstalledVersion,
} from '../install/installation';
import { exclusively } from '../install/installation-lock';
import { RECORD_FILE, type StoredRecord } from '../install/installation-record';
import { planInstallation } from '../install/plan-installation';
import { podFileSteps } from '../install/pod-steps';
import { readPodFolder } from '../install/pod-folder';
import { finishRemovals } from '../install/retired-apps';
import { runPlan } from '../install/run-plan';
import { containedPath } from '../contained-path';
import { installedApp } from './installed-apps';
import { removalPlan } from './removal-plan';

/** Request to change an installed app. */
export interface ChangeRequest extends Omit<MachineFolders, 'to'> {
  readonly app: string;
  readonly imageClient?: string;
  /** Receives each step before it runs. */
  readonly onProgress: (what: string) => void;
  /** Receives notes for the user. */
  readonly onNote: (note: string) => void;
}

/** Result of a change. */
export interface ChangedApp {
  readonly app: string;
  /** Version of the app after the change. */
  readonly version: string;
  /** Steps that ran. Empty if the app was already in that state. */
  readonly steps: ReadonlyArray<string>;
}

/** Tools of a change, under the lock of the machine. */
interface Change {
  readonly request: ChangeRequest;
  /** Folder of all installed apps. */
  readonly root: string;
  readonly record: StoredRecord;
  readonly images: () => Promise<ImageClient>;
}

/**
 * Stops an app: its pods leave the folder of static pods, also after a reboot. Its files, images and data stay.
 * @throws InputError if the app cannot be stopped; nothing was changed
 * @throws InstallationFailure if a step failed; the steps were undone
 */
export function stopApp(request: ChangeRequest): Promise<ChangedApp> {
  return change(request, (each) => {
    const { installation } = each.record;
    requirePods(installation, 'stopped');
    const { app } = request;
    const isStopped = !installation.state.isStarted;
    const state = isStopped ? installation.state : { isStarted: false, since: request.now };
    const podFolder = resolve(request.podFolder);
    const record = { ...installation, state };
    const at = within(containedPath(each.root, app), RECORD_FILE);
    const steps = [
      // first, because the record keeps the pods
      ...(isStopped ? [] : [{ kind: 'record', at, text: `${JSON.stringify(record, null, 2)}\n` } as const]),
      ...podFileSteps(app, [], podFolder, existsSync(podFolder) ? readPodFolder(podFolder) : []),
    ];
    return Promise.resolve({ steps, obsolete: [], notes: [] });
  });
}

/**
 * Starts an app that is stopped, and restores what is missing of it: images, data folders, pods.
 * @throws InputError if the app cannot be started; nothing was changed
 * @throws InstallationFailure if a step failed; the steps were undone
 */
export function startApp(request: ChangeRequest): Promise<ChangedApp> {
  return change(request, (each) => {
    const { installation } = each.record;
    requirePods(installation, 'started');
    return reinstall(each, installation, true);
  });
}

/**
 * Installs the previous version of an app again, which was kept. A second call returns to the version before.
 * @throws InputError if no previous version is kept; nothing was changed
 * @throws InstallationFailure if a step failed; the steps were undone
 */
export function rollBackApp(request: ChangeRequest): Promise<ChangedApp> {
  return change(request, (each) => {
    const { former } = each.record.installation;
    if (former === null)
      throw new InputError(`app ${quote(request.app)}`, [
        'has no previous version on this machine: install the package of the wanted version',
      ]);
    if (!foldersOf(each.root, request.app).includes(former.folder))
      throw new InputError(`app ${quote(request.app)}`, [
        `has lost the folder of its previous version ${former.appVersion}: install the package of that version`,
      ]);
    return reinstall(each, former, undefined);
  });
}

/**
 * Removes an app: its pods, its objects in a cluster, its files, and the images that nothing else uses.
 * @param withData true to delete the data of the app as well
 * @param untilEnded resolves when the pods of the app have ended, or after some time
 * @throws InputError if the app is not installed; nothing was changed
 * @throws InstallationFailure if a step failed; the steps were undone
 */
export function removeApp(
  request: ChangeRequest,
  withData: boolean,
  untilEnded: (installation: Installation) => Promise<void>,
): Promise<ChangedApp> {
  return change(
    request,
    ({ root, record }) =>
      Promise.resolve(removalPlan(record.installation, root, request, resolve(request.podFolder), withData)),
    untilEnded,
  );
}

/** Changes an app, after the interrupted removals of other apps were finished. */
async function change(
  request: ChangeRequest,
  plan: (each: Change) => Promise<InstallationPlan>,
  untilEnded?: (installation: Installation) => Promise<void>,
): Promise<ChangedApp> {
  const { app, imageClient, onProgress, onNote } = request;
  const root = installedRoot(request.root);
  installedApp(root, app);
  return exclusively(`${root}/.lock`, async () => {
    const images = once(() => ImageClient.find(imageClient));
    const record = installedApp(root, app);
    await finishRemovals(request, images, onNote);
    const wanted = await plan({ request, root, record, images });
    for (const note of wanted.notes) onNote(note);
    const found = { root, podFolder: resolve(request.podFolder) };
    await runPlan({ subject: `app ${quote(app)}`, app, found, payload: '', images, onProgress }, wanted);
    const steps = wanted.steps.map(describeStep);
    if (untilEnded !== undefined) {
      await untilEnded(record.installation);
      await finishRemovals(request, images, onNote);
      return { app, version: record.installation.appVersion, steps };
    }
    return { app, version: installedApp(root, app).installation.appVersion, steps };
  });
}

/** Plans the installation of a version whose folder is on the machine. */
async function reinstall(
  { request, images, root }: Change,
  version: InstalledVersion,
  start: boolean | undefined,
): Promise<InstallationPlan> {
  const objects = version.applied === null ? undefined : (readYamlDocuments(version.applied) as Manifest[]);
  const wanted = {
    ...version,
    app: request.app,
    version: version.appVersion,
    images: version.images.map((image) => ({ ...image, contained: [] })),
    objects,
    start,
  };
  const machine = { ...request, to: objects === undefined ? InstallTarget.STATIC_PODS : InstallTarget.CLUSTER };
  const { found, notes } = await findInstallation(machine, { wanted }, images, () =>
    Promise.resolve(foldersOf(root, request.app)),
  );
  // the version was accepted when it was installed
  const plan = planInstallation(wanted, found, { downgrade: true, images: new Set() });
  return { ...plan, notes: [...plan.notes, ...notes] };
}

function requirePods({ app, pods, applied }: Installation, change: string): void {
  if (applied !== null)
    throw new InputError(`app ${quote(app)}`, [
      `runs in a cluster, and cannot be ${change} here: scale its workloads with "kubectl scale"`,
    ]);
  if (pods.length === 0)
    throw new InputError(`app ${quote(app)}`, [
      `cannot be ${change}, because an earlier version of this command installed it: install its package again`,
    ]);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
