import type { IdentityRegistry } from '../gateway/identity-registry';
import type { Target } from '../kubernetes/target';
import type { ProjectFiles } from './storage/project-files';
import type { ImageLock } from '../supply-chain/image-lock';

/** Options of the conversion of a project. */
export interface ConversionOptions {
  /** Kubernetes that reads the manifests. */
  readonly target: Target;
  /** Namespace of the objects. Undefined if `kubectl` selects it. */
  readonly namespace?: string;
  /** Gateway that runs the project. Required where nothing schedules pods. */
  readonly gateway?: string;
  /** Folders of an installed package, for a kubelet without a cluster. Undefined where an API server stores the objects. */
  readonly installation?: InstalledFolders;
  /** Accepted weaknesses, such as `privileged:camera`, or `privileged` for every service, with their reasons. */
  readonly accepted: ReadonlyMap<string, string>;
  /** Registry that gives users to services without a numeric one. */
  readonly identities?: IdentityRegistry;
  /** Files of the project's folder, whose texts become ConfigMaps. Undefined if no file is read. */
  readonly files?: ProjectFiles;
  /** Digests of images. */
  readonly images?: ImageLock;
  /** Returns true if an image is loaded onto the gateway, such as one in a package. */
  readonly isOnGateway?: (image: string) => boolean;
  /** User of an image, such as `postgres` or `999:999`, where its archive is known. */
  readonly userOfImage?: (image: string) => string | undefined;
}

/** Folders of an installed package on the gateway. */
export interface InstalledFolders {
  /** Folder of the unpacked payload, such as the one that `./config` refers to. It is mounted read-only. */
  readonly payload: string;
  /** Folder in that of the payload, with the files that the installer writes for configs. */
  readonly configs: string;
  /** Folder of the app's data, which new versions keep. */
  readonly data: string;
}
