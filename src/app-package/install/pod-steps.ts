import { quote, type Problems } from '../../diagnostics/input-error';
import { volumePath } from './data-volume';
import { within, type InstallationStep, type PodText } from './installation';
import type { Found, Wanted } from './machine-state';
import { LONGEST_POD_FILE, podFileName, type PodFile } from './pod-folder';

/** Returns the steps that create the data folders of an app. */
export function volumeSteps(
  { app, volumes }: Wanted,
  { dataRoot, data }: Found,
  problems: Problems,
): InstallationStep[] {
  return volumes.flatMap((volume): InstallationStep[] => {
    const { name, uid, gid, mode } = volume;
    const there = data.get(name);
    const at = within(dataRoot, volumePath(app, name));
    if (there === undefined) return [{ kind: 'make-folder', at, volume, isNew: true }];
    if (there.uid !== uid || there.gid !== gid) {
      problems.add(
        `has volume ${quote(name)} for user and group ${uid}:${gid}, but its data on this machine belong to ${there.uid}:${there.gid}: keep the user, or run "chown -R ${uid}:${gid} ${at.folder}/${at.path}"`,
      );
      return [];
    }
    return there.mode === mode ? [] : [{ kind: 'make-folder', at, volume, isNew: false }];
  });
}

/** Returns the steps for the pods of an app. Without a start, none of its pods are in the folder of static pods. */
export function podSteps(
  { app, pods }: Wanted,
  { podFolder, podFiles }: Found,
  isStarted: boolean,
  problems: Problems,
): InstallationStep[] {
  for (const { pod } of pods) problems.add(podProblem(podFileName(app, pod), pod, app, podFiles));
  return podFileSteps(app, isStarted ? pods : [], podFolder, podFiles);
}

/** Returns the steps after which exactly these pods of an app are in the folder of static pods. */
export function podFileSteps(
  app: string,
  pods: ReadonlyArray<PodText>,
  podFolder: string,
  podFiles: ReadonlyArray<PodFile>,
): InstallationStep[] {
  const there = new Map(podFiles.map((file) => [file.name, file]));
  const files = new Map(pods.map(({ pod, text }) => [podFileName(app, pod), text]));
  const removed = podFiles.filter((file) => file.app === app && !files.has(file.name));
  const written = [...files].filter(([file, text]) => there.get(file)?.bytes?.equals(Buffer.from(text)) !== true);
  return [
    ...removed.map(({ name }) => ({ kind: 'remove-pod', at: within(podFolder, name) }) as const),
    ...written
      .filter(([file]) => Buffer.byteLength(file) <= LONGEST_POD_FILE)
      .map(
        ([file, text]) => ({ kind: 'write-pod', at: within(podFolder, file), text, isNew: !there.has(file) }) as const,
      ),
  ];
}

/** Returns the reason why a pod of an app cannot be in the folder of static pods. Undefined if there is none. */
export function podProblem(
  file: string,
  pod: string,
  app: string,
  podFiles: ReadonlyArray<PodFile>,
): string | undefined {
  const length = Buffer.byteLength(file);
  if (length > LONGEST_POD_FILE)
    return `has pod ${quote(pod)}, whose file name would have ${length} bytes: the limit is ${LONGEST_POD_FILE}, so shorten the name`;
  const other = podFiles.find((each) => each.app !== app && each.pods.includes(pod));
  if (other === undefined) return undefined;
  return other.app === undefined
    ? `has a pod ${quote(pod)}, which the static pod file ${quote(other.name)} already defines`
    : `has a pod ${quote(pod)}, which app ${quote(other.app)} already has on this machine`;
}
