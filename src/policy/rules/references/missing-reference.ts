import type { PodSubject } from '../../subject/pod-subject';
import { mayBeMade } from '../../extract/made-objects';
import { possibleNamespaces } from '../../extract/possible-namespaces';
import { referencesOf, type Reference } from './reference';

/** Returns the objects of a kind that a pod needs, and that neither the manifests contain nor the cluster makes out of them. */
export function missingReferences(pod: PodSubject, kind: Reference['kind']): Reference[] {
  const { namespace, manifests } = pod.object;
  return referencesOf(pod).filter(
    (each) =>
      each.kind === kind &&
      possibleNamespaces(namespace).every((possible) => manifests.find(kind, each.name, possible) === undefined) &&
      !mayBeMade(pod.object, kind, each.name),
  );
}

/** True if manifests contain objects of a kind in the namespace of a pod. Then the ones that the pod needs are expected, too. */
export function bringsOthers({ object }: PodSubject, kind: Reference['kind'] | 'ServiceAccount'): boolean {
  const { namespace, manifests } = object;
  return possibleNamespaces(namespace).some((possible) => manifests.ofKindIn(kind, possible).length > 0);
}
