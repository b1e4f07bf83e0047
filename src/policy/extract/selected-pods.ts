import type { ObjectSubject } from '../subject/object-subject';
import type { PodSubject } from '../subject/pod-subject';
import { possibleNamespaces } from './possible-namespaces';

/** Returns the pods that an object selects in its namespace. */
export function selectedPods({ namespace, manifests }: ObjectSubject, selector: unknown): PodSubject[] {
  return possibleNamespaces(namespace).flatMap((possible) => manifests.selectPods(selector, possible));
}

const ofService = new WeakMap<ObjectSubject, PodSubject[]>();

/** Returns the pods that the selector of a Service selects. They are looked up once. */
export function podsOfService(service: ObjectSubject): PodSubject[] {
  const before = ofService.get(service);
  if (before !== undefined) return before;
  const pods = selectedPods(service, { matchLabels: service.valueAt('spec', 'selector') });
  ofService.set(service, pods);
  return pods;
}

/** True if the manifests contain pods in the namespace of an object. If not, the pods may be in other manifests. */
export function hasPods({ namespace, manifests }: ObjectSubject): boolean {
  return possibleNamespaces(namespace).some((possible) => manifests.podsIn(possible).length > 0);
}
