import { recordLosses } from '../kubernetes/loss';
import { inKeyOrder, objectAt, stringAt, type Manifest } from '../kubernetes/manifest';
import { objectTargets } from '../kubernetes/object-targets';
import { objectsIn, type Holder } from '../kubernetes/objects';
import { podsOf, type FoundPod } from '../kubernetes/pods';
import { isClusterScoped } from '../kubernetes/schema/cluster-scope';
import type { Target } from '../kubernetes/target';
import type { HardenContext } from './harden-context';
import { PodHardening } from './pod-hardening';
import type { Posture } from './posture';

/**
 * Returns a copy of the manifest in which every unset field has the safe value that the target supports.
 *
 * Existing values never change, even if they are weak. A field stays unset if the manifests show that its safe value would
 * break the pod. The annotation `secure-edge.dev/losses` records each setting of the posture that the target does not support. A
 * hardened manifest does not change if it is hardened again.
 */
export function harden(manifest: Manifest, posture: Posture, target: Target, context: HardenContext = {}): Manifest {
  // the copy has no shared objects, so that a change in one place does not change another
  const copy = JSON.parse(JSON.stringify(manifest)) as Manifest;
  const changed = new Set<Holder>();
  const { objects } = objectsIn(copy);
  const targets = objectTargets(objects, target, (object) => context.targetOf?.(object));
  for (const [i, { object, holder, pointer, inString }] of objects.entries()) {
    const to = targets[i] ?? target;
    const before = holder && JSON.stringify(object);
    recordLosses(
      object,
      podsOf(object).flatMap((pod) => {
        const place = inString ? { pointer, isFixed: true } : { pointer: specPointer(pointer, pod), isFixed: false };
        return new PodHardening(pod, posture, to, context, place).run();
      }),
    );
    dropNamespaceOfClusterScoped(object);
    if (holder && JSON.stringify(object) !== before)
      for (let h: Holder | undefined = holder; h; h = h.outer) changed.add(h);
  }
  for (const holder of [...changed].sort((a, b) => depthOf(b) - depthOf(a))) holder.write();
  return inKeyOrder(copy);
}

function specPointer(pointer: string, pod: FoundPod): string {
  return pointer + pod.pointer + (pod.annotatable ? '/spec' : '');
}

function depthOf({ outer }: Holder): number {
  return outer ? 1 + depthOf(outer) : 0;
}

/** Deletes the namespace of a cluster-scoped object, which the API server would reject. cdk8s sets the chart's namespace on every object. */
function dropNamespaceOfClusterScoped(object: Manifest): void {
  const apiVersion = stringAt(object, 'apiVersion') ?? '';
  if (isClusterScoped(apiVersion, stringAt(object, 'kind') ?? '')) delete objectAt(object, 'metadata')['namespace'];
}
