import type { Port } from '../kubernetes/port';
import type { MountedFiles } from './mounted-files';
import type { WritableFolder } from './writable-folder';

/** Ports, files and folders that a container needs, from which an AppArmor profile can be derived. */
export interface ContainerNeeds {
  /**
   * Ports that the container listens on.
   * @default - none
   */
  readonly ports?: Port[];
  /**
   * Files that the container reads.
   * @default - none
   */
  readonly files?: MountedFiles[];
  /**
   * Folders that the container may write to, in addition to `/tmp`. All other folders are read-only.
   * @default - none
   */
  readonly writableFolders?: WritableFolder[];
}
