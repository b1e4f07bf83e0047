import type { ContainerSubject } from '../../subject/container-subject';
import { PARSEC_FOLDER } from '../../../host/parsec';
import { canonicalPath, holdsPath } from '../../../host/path';
import { hostPathsOf, type HostPath, type VolumeMount } from '../../extract/host-path';
import type { PodSubject } from '../../subject/pod-subject';

/** Access of a container to Parsec's socket. */
export interface ParsecAccess {
  readonly host: HostPath;
  readonly mount: VolumeMount;
  /** Path of the node that the container sees: the volume's folder with the sub-path of the mount. */
  readonly mounted: string;
}

/** Returns every mount through which a container of a pod reaches Parsec's socket, including wider folders and the socket itself. */
export function parsecAccessesOf(pod: PodSubject): ParsecAccess[] {
  return hostPathsOf(pod).flatMap((host) => {
    if (!reaches(host.hostPath)) return [];
    return host.mounts
      .map((mount) => ({ host, mount, mounted: canonicalPath(`${host.hostPath}/${mount.subPath}`) }))
      .filter(({ mounted }) => reaches(mounted));
  });
}

/** Returns the containers of a pod that are meant to be clients of Parsec. A container that mounts the whole node is not one. */
export function parsecClientsOf(pod: PodSubject): ContainerSubject[] {
  const meant = parsecAccessesOf(pod).filter(({ mounted }) => mounted !== '/');
  return [...new Set(meant.map(({ mount }) => mount.container))];
}

function reaches(path: string): boolean {
  return holdsPath(path, PARSEC_FOLDER) || holdsPath(PARSEC_FOLDER, path);
}
