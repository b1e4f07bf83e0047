import type { PodSubject } from '../../subject/pod-subject';
import { possibleNamespaces } from '../../extract/possible-namespaces';
import { referencesOf, type Reference } from './reference';

/** Returns the objects of a kind that a pod needs and that are not among the manifests. */
export function missingReferences(pod: PodSubject, kind: Reference['kind']): Reference[] {
  const { namespace, manifests } = pod.object;
  return referencesOf(pod).filter(
    (each) =>
      each.kind === kind &&
      possibleNamespaces(namespace).every((possible) => manifests.find(kind, each.name, possible) === undefined),
  );
}

/** True if manifests contain objects of a kind in the namespace of a pod. Then the ones that the pod needs are expected, too. */
export function bringsOthers({ object }: PodSubject, kind: Reference['kind'] | 'ServiceAccount'): boolean {
  const { namespace, manifests } = object;
  return possibleNamespaces(namespace).some((possible) => manifests.ofKindIn(kind, possible).length > 0);
}
