import type { PodSubject } from '../../subject/pod-subject';
import { possibleNamespaces } from '../../extract/possible-namespaces';
import { referencesOf, type Reference } from './reference';

/** The objects of a kind that a pod asks for and that are not among the manifests. */
export function missingReferences(pod: PodSubject, kind: Reference['kind']): Reference[] {
  const { namespace, manifests } = pod.object;
  return referencesOf(pod).filter(
    (each) =>
      each.kind === kind &&
      possibleNamespaces(namespace).every((possible) => manifests.find(kind, each.name, possible) === undefined),
  );
}

/** Whether manifests bring objects of a kind to the namespace of a pod: then those that it asks for should be among them. */
export function bringsOthers({ object }: PodSubject, kind: Reference['kind'] | 'ServiceAccount'): boolean {
  const { namespace, manifests } = object;
  return possibleNamespaces(namespace).some((possible) => manifests.ofKindIn(kind, possible).length > 0);
}
