import { isObject, listAt, objectAt } from '../../kubernetes/manifest';
import type { PodSubject } from '../subject/pod-subject';
import { possibleNamespaces } from './possible-namespaces';

/** Name of the service account of a pod that does not set one. */
export const DEFAULT_ACCOUNT = 'default';

/** Returns the name of a pod's service account. */
export function accountOf(pod: PodSubject): string {
  return pod.textAt('spec', 'serviceAccountName') ?? pod.textAt('spec', 'serviceAccount') ?? DEFAULT_ACCOUNT;
}

/**
 * Returns the value of `automountServiceAccountToken` that applies to a pod: its own, or that of its service account if the
 * account is among the manifests. Undefined if none is set, in which case the token is mounted.
 */
export function automountOf(pod: PodSubject): unknown {
  // the pod's field overrides the field of its service account
  const own = pod.valueAt('spec', 'automountServiceAccountToken');
  if (own !== undefined) return own;
  const { manifests, namespace } = pod.object;
  const name = accountOf(pod);
  return possibleNamespaces(namespace)
    .map((each) => manifests.find('ServiceAccount', name, each))
    .find((account) => account !== undefined)
    ?.valueAt('automountServiceAccountToken');
}

/** True if a pod gets a token of its service account: automatically, or from a projected volume. */
export function hasToken(pod: PodSubject): boolean {
  return automountOf(pod) !== false || projectsToken(pod);
}

function projectsToken(pod: PodSubject): boolean {
  return listAt(pod.spec, 'volumes').some(
    (volume) =>
      isObject(volume) &&
      listAt(objectAt(volume, 'projected'), 'sources').some(
        (source) => isObject(source) && isObject(source['serviceAccountToken']),
      ),
  );
}
