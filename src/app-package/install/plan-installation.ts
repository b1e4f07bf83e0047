import { InputError, quote } from '../../input-error';
import type { Manifest } from '../../kubernetes/manifest';
import { groupOf, objectAt, stringAt } from '../../kubernetes/manifest';
import { readYamlDocuments } from '../../kubernetes/yaml-stream';
import { writeYaml } from '../../kubernetes/write-yaml';
import type { ImageArchive, Installation, InstallationPlan, InstallationStep } from './installation';
import { podName } from './static-pod';

/** What a package comes to on a machine. */
export interface Wanted {
  readonly app: string;
  readonly version: string;
  /** Name of the folder that the payload gets, for this content and no other. */
  readonly folder: string;
  readonly images: ReadonlyArray<ImageArchive>;
  /** For the kubelet; none where a cluster is the target. */
  readonly pods: ReadonlyArray<Manifest>;
  /** For the cluster; undefined where the kubelet is the target. */
  readonly objects: ReadonlyArray<Manifest> | undefined;
}

/** What is there of the app, and where things go. All paths are absolute. */
export interface Found {
  /** The app's own folder, with its record and a folder for each version. */
  readonly home: string;
  /** The content of its record. */
  readonly record: string | undefined;
  /** Names of the folders beside the record that are whole. */
  readonly folders: ReadonlyArray<string>;
  /** Names of the images that the runtime has. */
  readonly tags: ReadonlySet<string>;
  readonly podFolder: string;
  /** What this library wrote there, of every app: content by name of the file. */
  readonly podFiles: ReadonlyMap<string, string>;
  /** Whether the cluster has all of what was applied to it last. */
  readonly isApplied: boolean;
}

export const RECORD_FILE = 'installed.json';

/** Between parts that cannot have it in them: name of the app, namespace, name of the pod. */
export const POD_FILE = /^([^+]+)\+([^+]+)\+([^+]+)\.yaml$/;

/**
 * What is to be done for an app to be there as wanted, and no other version of it: nothing, when it is.
 * @throws InputError when a pod of another app is in the way
 */
export function planInstallation(wanted: Wanted, found: Found): InstallationPlan {
  const before = found.record === undefined ? undefined : (JSON.parse(found.record) as Installation);
  const folder = `${found.home}/${wanted.folder}`;
  const applied = wanted.objects === undefined ? null : toYaml(wanted.objects);
  const record = recordOf(wanted, before, applied);
  const steps: InstallationStep[] = [
    ...(found.folders.includes(wanted.folder) ? [] : [{ kind: 'keep-folder', folder } as const]),
    ...wanted.images.flatMap((image) => imageStep(image, folder, found, before)),
    ...clusterSteps(applied, before?.applied ?? undefined, found.isApplied),
    ...podSteps(wanted, found),
    ...(record === found.record
      ? []
      : [{ kind: 'record', file: `${found.home}/${RECORD_FILE}`, text: record, before: found.record } as const]),
  ];
  const { folder: kept, previous } = JSON.parse(record) as Installation;
  const obsolete = found.folders.filter((name) => name !== kept && name !== previous);
  return { steps, obsolete: obsolete.map((name) => `${found.home}/${name}`) };
}

function recordOf(wanted: Wanted, before: Installation | undefined, applied: string | null): string {
  const { app, version, folder, images } = wanted;
  const isSame = before?.folder === folder;
  const installation: Installation = {
    version: 1,
    app,
    appVersion: version,
    folder,
    previous: (isSame ? before.previous : before?.folder) ?? null,
    images,
    applied,
  };
  return `${JSON.stringify(installation, null, 2)}\n`;
}

function imageStep(
  { file, digest, tags }: ImageArchive,
  folder: string,
  { home, tags: there }: Found,
  before: Installation | undefined,
): InstallationStep[] {
  const isLoaded = before?.images.some((image) => image.digest === digest) === true;
  if (isLoaded && tags.every((tag) => there.has(plainTag(tag)))) return [];
  const replaced = before?.images.find(
    (image) => image.digest !== digest && image.tags.some((tag) => tags.includes(tag)),
  );
  const archive = replaced && before && `${home}/${before.folder}/${replaced.file}`;
  return [{ kind: 'load-images', archive: `${folder}/${file}`, tags, before: archive }];
}

/** The registries that clients add to a name that has none. */
const ADDED = /^(docker\.io\/library\/|docker\.io\/|localhost\/)/;

/** A name as every client has it, whatever it adds. */
export function plainTag(tag: string): string {
  return tag.replace(ADDED, '');
}

function clusterSteps(applied: string | null, before: string | undefined, isApplied: boolean): InstallationStep[] {
  const obsolete = before === undefined ? [] : obsoleteOf(before, applied ?? '');
  return [
    ...(applied === null || (applied === before && isApplied)
      ? []
      : [{ kind: 'apply', text: applied, before } as const]),
    ...(obsolete.length === 0 ? [] : [{ kind: 'delete', text: toYaml(obsolete) } as const]),
  ];
}

/** A namespace may hold what others put there. */
function obsoleteOf(before: string, after: string): Manifest[] {
  const there = new Set(
    (readYamlDocuments(after) as (Manifest | null)[]).map((object) => object && objectName(object)),
  );
  return (readYamlDocuments(before) as Manifest[]).filter(
    (object) => object['kind'] !== 'Namespace' && !there.has(objectName(object)),
  );
}

/** What an API server tells objects apart by, whatever version of the kind. */
export function objectName(object: Manifest): string {
  const { name, namespace = 'default' } = objectAt(object, 'metadata');
  return [groupOf(stringAt(object, 'apiVersion') ?? ''), object['kind'], namespace, name].join(' ');
}

function podSteps({ app, pods }: Wanted, { podFolder, podFiles }: Found): InstallationStep[] {
  const files = new Map(pods.map((pod) => [`${app}+${podName(pod).replace('/', '+')}.yaml`, writeYaml(pod)]));
  const problems = [...files.keys()].flatMap((file) => {
    const other = [...podFiles.keys()].find(
      (there) => !files.has(there) && podOf(there) === podOf(file) && appOf(there) !== app,
    );
    return other === undefined
      ? []
      : [`has a pod ${quote(podOf(file))}, which app ${quote(appOf(other))} has here already`];
  });
  if (problems.length > 0) throw new InputError(`app package ${quote(app)}`, problems);
  const own = [...podFiles].filter(([file]) => appOf(file) === app);
  const removed = own.filter(([file]) => !files.has(file));
  const written = [...files].filter(([file, text]) => podFiles.get(file) !== text);
  return [
    ...removed.map(([file, before]) => ({ kind: 'remove-pod', file: `${podFolder}/${file}`, before }) as const),
    ...written.map(
      ([file, text]) =>
        ({ kind: 'write-pod', file: `${podFolder}/${file}`, text, before: podFiles.get(file) }) as const,
    ),
  ];
}

function appOf(file: string): string {
  return POD_FILE.exec(file)?.[1] ?? '';
}

function podOf(file: string): string {
  const [, , namespace = '', name = ''] = POD_FILE.exec(file) ?? [];
  return `${namespace}/${name}`;
}

function toYaml(objects: ReadonlyArray<Manifest>): string {
  return objects.map((object) => writeYaml(object)).join('---\n');
}
