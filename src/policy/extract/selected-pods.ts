import type { ObjectSubject } from '../subject/object-subject';
import type { PodSubject } from '../subject/pod-subject';
import { possibleNamespaces } from './possible-namespaces';

/** The pods that an object selects in its namespace. */
export function selectedPods({ namespace, manifests }: ObjectSubject, selector: unknown): PodSubject[] {
  return possibleNamespaces(namespace).flatMap((possible) => manifests.selectPods(selector, possible));
}

/** Whether there are pods in the namespace of an object: if not, they may come from elsewhere. */
export function hasPods({ namespace, manifests }: ObjectSubject): boolean {
  return possibleNamespaces(namespace).some((possible) => manifests.podsIn(possible).length > 0);
}
