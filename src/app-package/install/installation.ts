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
}

/** Installed app on a machine: the content of its `installed.json`. */
export interface Installation {
  readonly version: 1;
  readonly app: string;
  readonly appVersion: string;
  /** Name of the folder with the payload, beside the record. */
  readonly folder: string;
  /** Folder of the replaced version. It is kept, because pods that are stopping may have it mounted. */
  readonly previous: string | null;
  readonly images: ReadonlyArray<ImageArchive>;
  /** Objects that were applied to the cluster, as YAML. Null for static pods. */
  readonly applied: string | null;
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
  | { readonly kind: 'keep-folder'; readonly at: Place }
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
  'keep-folder': ({ at }) => `unpack to ${pathOf(at)}`,
  'load-images': ({ archive, tags }) =>
    `load ${tags.length === 0 ? 'the images' : tags.join(', ')} of ${pathOf(archive)}`,
  'write-pod': ({ at, isNew }) => `${isNew ? 'write' : 'replace'} the static pod ${pathOf(at)}`,
  'remove-pod': ({ at }) => `remove the static pod ${pathOf(at)}`,
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
