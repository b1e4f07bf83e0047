import { LARGEST_ID_IN_USER_NAMESPACE } from '../host/user-id';
import { listAt, objectAt, type JsonObject } from './manifest';
import { containersOf } from './pods';

/** Fields of a pod spec that share a namespace of the node with the pod. */
export const HOST_NAMESPACES = ['hostNetwork', 'hostPID', 'hostIPC'] as const;

/** Returns the reason that the API server would reject a user namespace (`hostUsers: false`) in the pod; undefined if it would not. */
export function obstacleToUserNamespace(spec: JsonObject): string | undefined {
  const shared = HOST_NAMESPACES.find((key) => spec[key] === true);
  if (shared !== undefined) return `${shared} cannot be combined with a user namespace`;
  const contexts = [spec, ...containersOf(spec).map((c) => c.container)].map((c) => objectAt(c, 'securityContext'));
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
