import type { ContainerSubject } from '../../subject/container-subject';
import { PARSEC_FOLDER } from '../../../host/parsec';
import { canonicalPath, holdsPath } from '../../../host/path';
import { hostPathsOf, type HostPath, type VolumeMount } from '../../extract/host-path';
import type { PodSubject } from '../../subject/pod-subject';

/** A way to Parsec's socket that a pod has. */
export interface ParsecAccess {
  readonly host: HostPath;
  readonly mount: VolumeMount;
  /** What of the node the container gets: the folder with its sub-path. */
  readonly mounted: string;
}

/** The ways to Parsec's socket that a pod's containers have, wider ones and the socket alone too. */
export function parsecAccessesOf(pod: PodSubject): ParsecAccess[] {
  return hostPathsOf(pod).flatMap((host) => {
    if (!reaches(host.hostPath)) return [];
    return host.mounts
      .map((mount) => ({ host, mount, mounted: canonicalPath(`${host.hostPath}/${mount.subPath}`) }))
      .filter(({ mounted }) => reaches(mounted));
  });
}

/** The containers of a pod that are meant to be clients of Parsec: what mounts the whole node is something else. */
export function parsecClientsOf(pod: PodSubject): ContainerSubject[] {
  const meant = parsecAccessesOf(pod).filter(({ mounted }) => mounted !== '/');
  return [...new Set(meant.map(({ mount }) => mount.container))];
}

function reaches(path: string): boolean {
  return holdsPath(path, PARSEC_FOLDER) || holdsPath(PARSEC_FOLDER, path);
}
