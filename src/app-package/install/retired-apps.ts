import { existsSync, readdirSync, rmSync } from 'node:fs';
import { quote } from '../../diagnostics/input-error';
import { isObject } from '../../kubernetes/manifest';
import { objectsIn } from '../../kubernetes/objects';
import { containersOf, podsOf } from '../../kubernetes/pods';
import { readYamlStream } from '../../kubernetes/yaml/yaml-stream';
import { containedPath } from '../contained-path';
import { dataRoot } from './data-volume';
import { installedRoot } from './found-installation';
import { archivesOf, isSandboxImage, plainTag } from './image-conflicts';
import { sandboxImage, type ImageClient } from './image-client';
import type { Installation } from './installation';
import { readOtherRecords, readRetiredRecord } from './installation-record';
import { versionsOf } from './next-record';
import { readPodFolder, type PodFile } from './pod-folder';
import { ProgramError } from './program';
import { nameOfHidden } from './set-aside';

/*
 * A removed app is renamed to a hidden folder in one step. Its images and files are deleted afterwards, or, if that was
 * interrupted, by the next run of a command that changes an app.
 */

/** Folders of a machine. */
export interface RetiredFolders {
  /** Folder of all packages. */
  readonly root: string;
  /** Folder of static pods. */
  readonly podFolder: string;
}

/**
 * Deletes the images, the files and the data of the apps that were removed, with the images that nothing else uses.
 * @param onNote receives one sentence for each thing that stays
 */
export async function finishRemovals(
  { root, podFolder }: RetiredFolders,
  client: () => Promise<ImageClient>,
  onNote: (note: string) => void,
): Promise<void> {
  const installed = installedRoot(root);
  const retired = hiddenIn(installed);
  if (retired.length > 0) {
    const others = readOtherRecords(installed, '').installations;
    const podFiles = existsSync(podFolder) ? readPodFolder(podFolder) : [];
    for (const name of retired) {
      const record = readRetiredRecord(installed, name);
      const images = record === undefined ? new Set<string>() : unusedImages(record, others, podFiles);
      await removeImages(images, client, onNote);
      rmSync(containedPath(installed, name), { recursive: true, force: true });
    }
  }
  const data = dataRoot(root);
  for (const name of hiddenIn(data)) rmSync(containedPath(data, name), { recursive: true, force: true });
}

function hiddenIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).filter((name) => nameOfHidden(name) !== undefined) : [];
}

async function removeImages(
  images: ReadonlySet<string>,
  client: () => Promise<ImageClient>,
  onNote: (note: string) => void,
): Promise<void> {
  if (images.size === 0) return;
  try {
    const sandbox = await sandboxImage();
    const own = new Set([...images].filter((image) => !isSandboxImage(image, sandbox && plainTag(sandbox))));
    for (const problem of await (await client()).remove(own)) onNote(problem);
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error;
    onNote(`images ${[...images].map(quote).join(', ')} stay: ${error.message}`);
  }
}

/**
 * Returns the plain names of the images of a removed app that nothing else uses: no other app, and no static pod.
 */
export function unusedImages(
  removed: Installation,
  others: ReadonlyArray<Installation>,
  podFiles: ReadonlyArray<PodFile>,
): Set<string> {
  const archives = versionsOf(removed).flatMap(({ images }) => images);
  const found = new Set(archives.flatMap((image) => (image.found ?? []).map(plainTag)));
  const texts = [
    ...podFiles.filter(({ app }) => app !== removed.app).map(({ bytes }) => bytes?.toString('utf8') ?? ''),
    ...others.flatMap((other) => versionsOf(other).flatMap(({ pods }) => pods.map(({ text }) => text))),
  ];
  const used = new Set(texts.flatMap(imagesIn).map(plainTag));
  const own = archives.flatMap(({ tags }) => tags.map(plainTag));
  return new Set(
    own.filter(
      (tag) =>
        !found.has(tag) &&
        !used.has(tag) &&
        !others.some((other) => versionsOf(other).some((version) => archivesOf(version, tag).length > 0)),
    ),
  );
}

/** Returns the images of the pods in a file. */
function imagesIn(text: string): string[] {
  return readYamlStream(text)
    .documents.flatMap(({ value }) => objectsIn(value).objects)
    .filter(({ object }) => isObject(object))
    .flatMap(({ object }) => podsOf(object))
    .flatMap(({ spec }) => containersOf(spec))
    .map(({ container }) => container['image'])
    .filter((image) => typeof image === 'string');
}
