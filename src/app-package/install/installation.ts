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

/** One thing that is done to a machine, with what it takes to undo it. All paths are absolute. */
export type InstallationStep =
  | { readonly kind: 'keep-folder'; readonly folder: string }
  | {
      readonly kind: 'load-images';
      readonly archive: string;
      readonly tags: ReadonlyArray<string>;
      /** The archive that these names meant before, loaded again to undo it. */
      readonly before: string | undefined;
    }
  | { readonly kind: 'write-pod'; readonly file: string; readonly text: string; readonly before: string | undefined }
  | { readonly kind: 'remove-pod'; readonly file: string; readonly before: string }
  | { readonly kind: 'apply'; readonly text: string; readonly before: string | undefined }
  | { readonly kind: 'delete'; readonly text: string }
  | { readonly kind: 'record'; readonly file: string; readonly text: string; readonly before: string | undefined };

/** What is to be done to a machine, in this order. */
export interface InstallationPlan {
  readonly steps: ReadonlyArray<InstallationStep>;
  /** Folders that nothing needs once all is done. */
  readonly obsolete: ReadonlyArray<string>;
}

type Describe<K extends InstallationStep['kind']> = (step: Extract<InstallationStep, { kind: K }>) => string;

const DESCRIBE: { readonly [K in InstallationStep['kind']]: Describe<K> } = {
  'keep-folder': ({ folder }) => `unpack to ${folder}`,
  'load-images': ({ archive, tags }) => `load ${tags.length === 0 ? 'the images' : tags.join(', ')} of ${archive}`,
  'write-pod': ({ file, before }) => `${before === undefined ? 'write' : 'replace'} the static pod ${file}`,
  'remove-pod': ({ file }) => `remove the static pod ${file}`,
  apply: ({ before }) => `apply ${before === undefined ? 'the manifests' : 'the changed manifests'} to the cluster`,
  delete: () => 'delete from the cluster what this version has no more',
  record: ({ file }) => `record it in ${file}`,
};

/** A step in a few words. */
export function describeStep(step: InstallationStep): string {
  return (DESCRIBE[step.kind] as (step: InstallationStep) => string)(step);
}
