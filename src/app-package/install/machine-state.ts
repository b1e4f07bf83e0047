import type { Manifest } from '../../kubernetes/manifest';
import type { AppPackageForm } from '../app-package-form';
import type { ClusterObjects } from './cluster';
import type { DataVolume } from './data-volume';
import type { KnownImages } from './image-conflicts';
import type { ImageArchive, Installation, PodText } from './installation';
import type { StoredRecord } from './installation-record';
import type { PodFile } from './pod-folder';

/** Intended state of an app on a machine. */
export interface Wanted {
  readonly app: string;
  readonly version: string;
  readonly form: AppPackageForm | null;
  /** SHA-256 of the content, in hex. */
  readonly digest: string | null;
  /** Name of the folder for the payload, which is unique for its content. */
  readonly folder: string;
  /** Files of the folder that the package does not contain, and that the installer writes. Undefined without any. */
  readonly written?: ReadonlyArray<string>;
  readonly images: ReadonlyArray<ImageArchive>;
  /** Pods for the kubelet. Empty if the target is a cluster. */
  readonly pods: ReadonlyArray<PodText>;
  readonly volumes: ReadonlyArray<DataVolume>;
  /** False if the pods are not started. Undefined to keep the state of the app, which is started if it is new. */
  readonly start?: boolean;
  /** Objects for the cluster. Undefined if the target is the kubelet. */
  readonly objects: ReadonlyArray<Manifest> | undefined;
}

/** Current state of a machine, and the folders of the installation. */
export interface Found {
  /** Absolute path of the folder of all apps. */
  readonly root: string;
  /** Record of the app itself. */
  readonly record: StoredRecord | undefined;
  /** Installations of other apps. */
  readonly others: ReadonlyArray<Installation>;
  /** Names of the complete folders beside the record. */
  readonly folders: ReadonlyArray<string>;
  readonly images: KnownImages;
  /** Absolute path of the folder of static pods. */
  readonly podFolder: string;
  readonly podFiles: ReadonlyArray<PodFile>;
  /** Absolute path of the folder of all data. */
  readonly dataRoot: string;
  /** Data folders of the app by the names of their volumes. */
  readonly data: ReadonlyMap<string, DataVolume>;
  /** Current time, in ISO 8601. */
  readonly now: string;
  /** Objects in the cluster, among the intended ones and those that were applied before. */
  readonly cluster: ClusterObjects;
}

/** Exceptions that the user has accepted. */
export interface Accepted {
  /** True if an older version may replace a newer one. */
  readonly downgrade: boolean;
  /** Plain names of images that may be replaced. */
  readonly images: ReadonlySet<string>;
}
