import { LARGEST_ID_IN_USER_NAMESPACE } from '../host/user-id';
import { isObject, listAt, objectAt, type JsonObject } from './manifest';
import { containersOf } from './pods';

/** Fields of a pod spec that share a namespace of the node with the pod. */
export const HOST_NAMESPACES = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

/** Types of volumes whose file systems cannot map ids, so that the runtime does not start the pod. */
export const UNMAPPED_VOLUMES = ['azureFile', 'glusterfs', 'nfs'] as const;

/** Returns the reason that a user namespace (`hostUsers: false`) would prevent the pod from being created or started; undefined if it would not. */
export function obstacleToUserNamespace(spec: JsonObject): string | undefined {
  const shared = HOST_NAMESPACES.find((key) => spec[key] === true);
  if (shared !== undefined) return `${shared} cannot be combined with a user namespace`;
  const containers = containersOf(spec);
  if (containers.some((c) => listAt(c.container, 'volumeDevices').length > 0))
    return 'volumeDevices cannot be combined with a user namespace';
  const unmapped = UNMAPPED_VOLUMES.find((type) =>
    listAt(spec, 'volumes').some((v) => isObject(v) && isObject(v[type])),
  );
  if (unmapped !== undefined) return `volumes of the type ${unmapped} cannot be mounted in a user namespace`;
  const contexts = [spec, ...containers.map((c) => c.container)].map((c) => objectAt(c, 'securityContext'));
  const ids = contexts.flatMap((c) => [
    c['runAsUser'],
    c['runAsGroup'],
    c['fsGroup'],
    ...listAt(c, 'supplementalGroups'),
  ]);
  const large = ids.find((id): id is number => typeof id === 'number' && id > LARGEST_ID_IN_USER_NAMESPACE);
  return large === undefined
    ? undefined
    : `ids in a user namespace are at most ${LARGEST_ID_IN_USER_NAMESPACE}, and the pod has ${large}`;
}
