import { billionths } from '../../kubernetes/quantity';
import { ContainerRole } from '../subject/container-subject';
import type { PodSubject } from '../subject/pod-subject';
import { effectiveResources, type Resources } from './effective-resources';

/**
 * Returns the billionths of a resource that the containers of a pod have together: those that run together, or the largest init
 * container beside the sidecars before it. Undefined if no container sets an amount.
 */
export function totalOf(pod: PodSubject, side: keyof Resources, resource: string): bigint | undefined {
  let isSet = false;
  let [together, sidecars, largest] = [0n, 0n, 0n];
  for (const container of pod.containers) {
    if (container.role === ContainerRole.EPHEMERAL) continue;
    const set = billionths(effectiveResources(container)[side][resource]);
    isSet ||= set !== undefined;
    const amount = set ?? 0n;
    if (container.role === ContainerRole.INIT) {
      largest = larger(largest, amount + sidecars);
      continue;
    }
    if (container.role === ContainerRole.SIDECAR) sidecars += amount;
    together += amount;
  }
  return isSet ? larger(together, largest) : undefined;
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
