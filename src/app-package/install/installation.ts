/** Where the pods of a package run. */
export enum InstallTarget {
  /** The kubelet of this machine, from its folder of static pods. */
  STATIC_PODS = 'static-pods',
  /** A cluster, by kubectl. */
  CLUSTER = 'cluster',
}

/** An archive of images at the root of a package. */
export interface ImageArchive {
  /** Name of the file. */
  readonly file: string;
  /** SHA-256 of its bytes, in hex. */
  readonly digest: string;
  /** Names of its images, as the archive has them. */
  readonly tags: ReadonlyArray<string>;
}

/** What stands on a machine of an app: the content of its `installed.json`. */
export interface Installation {
  readonly version: 1;
  readonly app: string;
  readonly appVersion: string;
  /** Name of the folder with the payload, beside the record. */
  readonly folder: string;
  /** The folder of what it replaced, which is kept: pods that still end may have it mounted. */
  readonly previous: string | null;
  readonly images: ReadonlyArray<ImageArchive>;
  /** What was applied to the cluster, as YAML; null for static pods. */
  readonly applied: string | null;
}

/** A path below a folder that an installation stays in. */
export interface Place {
  /** Absolute. */
  readonly folder: string;
  /** Relative to the folder. */
  readonly path: string;
}

/** One thing that is done to a machine, with what it takes to undo it. */
export type InstallationStep =
  | { readonly kind: 'keep-folder'; readonly at: Place }
  | {
      readonly kind: 'load-images';
      readonly archive: Place;
      readonly tags: ReadonlyArray<string>;
      /** The archives that these names meant before, loaded again to undo it. */
      readonly before: ReadonlyArray<Place>;
      /** Names that mean an image of which there is no archive: they cannot mean it again. */
      readonly lost: ReadonlyArray<string>;
    }
  | { readonly kind: 'write-pod'; readonly at: Place; readonly text: string; readonly isNew: boolean }
  | { readonly kind: 'remove-pod'; readonly at: Place }
  | {
      readonly kind: 'apply';
      readonly text: string;
      readonly before: string | undefined;
      /** Names of the objects that the cluster has already, by `objectName`. */
      readonly there: ReadonlySet<string>;
    }
  | { readonly kind: 'delete'; readonly text: string }
  | { readonly kind: 'record'; readonly at: Place; readonly text: string };

/** What is to be done to a machine, in this order. */
export interface InstallationPlan {
  readonly steps: ReadonlyArray<InstallationStep>;
  /** Folders that nothing needs once all is done. */
  readonly obsolete: ReadonlyArray<Place>;
  /** What the user should know, one sentence each. */
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
  delete: () => 'delete from the cluster what this version has no more',
  record: ({ at }) => `record it in ${pathOf(at)}`,
};

function pathOf({ folder, path }: Place): string {
  return `${folder}/${path}`;
}

/** A step in a few words. */
export function describeStep(step: InstallationStep): string {
  return (DESCRIBE[step.kind] as (step: InstallationStep) => string)(step);
}
