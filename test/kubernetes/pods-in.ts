import { objectsIn, type FoundObject } from '../../src/kubernetes/objects';
import { podsOf, type FoundPod } from '../../src/kubernetes/pods';

/** Returns the pods of a document, including those of the objects inside it. */
export function podsIn(document: unknown): { found: FoundObject; pod: FoundPod }[] {
  return objectsIn(document).objects.flatMap((found) => podsOf(found.object).map((pod) => ({ found, pod })));
}
