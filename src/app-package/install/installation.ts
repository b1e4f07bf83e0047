import type { AppPackageForm } from '../app-package-form';
import { containedPath } from '../contained-path';
import type { DataVolume } from './data-volume';

/** Runtime of the pods of a package. */
export enum InstallTarget {
  /** Kubelet of this machine, which reads its folder of static pods. */
  STATIC_PODS = 'static-pods',
  /** Cluster that kubectl reaches. */
  CLUSTER = 'cluster',
}

/** Archive of images at the root of a package. */
export interface ImageArchive {
  /** Name of the file. */
  readonly file: string;
  /** SHA-256 of its bytes, in hex. */
  readonly digest: string;
  /** Names of its images, as they are in the archive. */
  readonly tags: ReadonlyArray<string>;
  /** Those of these names that the machine had before, from no package. They stay when the app is removed. */
  readonly found?: ReadonlyArray<string>;
}

/** Static pod of an app. */
export interface PodText {
  /** Namespace and name, such as `default/web`. */
  readonly pod: string;
  /** Content of its file. */
  readonly text: string;
}

/** Version of an app with everything that is needed to install it again. */
export interface InstalledVersion {
  readonly appVersion: string;
  /** Form of its package. Null if it is unknown. */
  readonly form: AppPackageForm | null;
  /** SHA-256 of its content, in hex. Null if it is unknown. */
  readonly digest: string | null;
  /** Name of the folder with the payload, beside the record. */
  readonly folder: string;
  readonly images: ReadonlyArray<ImageArchive>;
  /** Empty if the target is a cluster, or if an earlier version of this command wrote the record. */
  readonly pods: ReadonlyArray<PodText>;
  readonly volumes: ReadonlyArray<DataVolume>;
  /** Objects that were applied to the cluster, as YAML. Null for static pods. */
  readonly applied: string | null;
}

/** State of the pods of an app. */
export interface RunState {
  /** False if the app is stopped: its pods are not in the folder of static pods. */
  readonly isStarted: boolean;
  /** Time of the last change, in ISO 8601. Null if it is unknown. */
  readonly since: string | null;
}

/** Installed app on a machine: the content of its `installed.json`. */
export interface Installation extends InstalledVersion {
  readonly version: 1;
  readonly app: string;
  /** Folder of the replaced version. It is kept, because pods that are stopping may have it mounted. */
  readonly previous: string | null;
  readonly state: RunState;
  /** Replaced version. Null if there is none, or if it has the same content. */
  readonly former: InstalledVersion | null;
}

/** Path below a folder that an installation must not leave. */
export interface Place {
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Path relative to the folder. */
  readonly path: string;
}

/** Step of an installation, with the data that is needed to undo it. */
export type InstallationStep =
  | { readonly kind: 'keep-folder'; readonly at: Place; readonly written: ReadonlyArray<string> }
  | {
      readonly kind: 'load-images';
      readonly archive: Place;
      readonly tags: ReadonlyArray<string>;
      /** Archives with the previous images of these names. They are loaded again to undo the step. */
      readonly before: ReadonlyArray<Place>;
      /** Names whose previous image is in no archive, so that it cannot be restored. */
      readonly lost: ReadonlyArray<string>;
    }
  | { readonly kind: 'write-pod'; readonly at: Place; readonly text: string; readonly isNew: boolean }
  | { readonly kind: 'remove-pod'; readonly at: Place }
  | { readonly kind: 'make-folder'; readonly at: Place; readonly volume: DataVolume; readonly isNew: boolean }
  | { readonly kind: 'retire'; readonly at: Place; readonly what: string }
  | {
      readonly kind: 'apply';
      readonly text: string;
      readonly before: string | undefined;
      /** Names of the objects that are already in the cluster, by `objectName`. */
      readonly there: ReadonlySet<string>;
    }
  | { readonly kind: 'delete'; readonly text: string }
  | { readonly kind: 'record'; readonly at: Place; readonly text: string };

/** Steps of an installation in their order. */
export interface InstallationPlan {
  readonly steps: ReadonlyArray<InstallationStep>;
  /** Folders that are not needed after the installation. */
  readonly obsolete: ReadonlyArray<Place>;
  /** Notes for the user, one sentence each. */
  readonly notes: ReadonlyArray<string>;
}

type Describe<K extends InstallationStep['kind']> = (step: Extract<InstallationStep, { kind: K }>) => string;

const DESCRIBE: { readonly [K in InstallationStep['kind']]: Describe<K> } = {
  'keep-folder': ({ at, written }) =>
    `unpack to ${pathOf(at)}${written.length === 0 ? '' : `, and write ${written.join(', ')} into it`}`,
  'load-images': ({ archive, tags }) =>
    `load ${tags.length === 0 ? 'the images' : tags.join(', ')} of ${pathOf(archive)}`,
  'write-pod': ({ at, isNew }) => `${isNew ? 'write' : 'replace'} the static pod ${pathOf(at)}`,
  'remove-pod': ({ at }) => `remove the static pod ${pathOf(at)}`,
  'make-folder': ({ at, isNew }) => `${isNew ? 'create' : 'set the mode of'} the data folder ${pathOf(at)}`,
  retire: ({ at, what }) => `delete ${what} in ${pathOf(at)}`,
  apply: ({ before }) => `apply ${before === undefined ? 'the manifests' : 'the changed manifests'} to the cluster`,
  delete: () => 'delete the objects from the cluster that this version no longer has',
  record: ({ at }) => `record the installation in ${pathOf(at)}`,
};

function pathOf({ folder, path }: Place): string {
  return `${folder}/${path}`;
}

/** Describes a step in a few words. */
export function describeStep(step: InstallationStep): string {
  return (DESCRIBE[step.kind] as (step: InstallationStep) => string)(step);
}

/** Returns a place after a check that its path stays in the folder. */
export function within(folder: string, ...parts: ReadonlyArray<string>): Place {
  containedPath(folder, ...parts);
  return { folder, path: parts.join('/') };
}
