import { directionsOf } from '../../extract/policy-directions';
import { UnreadPolicies, type Direction } from '../../extract/unread-policies';
import { LabelSelector } from '../../../kubernetes/label-selector';
import type { ManifestSet } from '../../subject/manifest-set';
import type { ObjectSubject } from '../../subject/object-subject';
import type { PodSubject } from '../../subject/pod-subject';

/** Pod that no NetworkPolicy among the manifests selects for a direction. */
export interface UnisolatedPod {
  readonly pod: PodSubject;
  /** Policy of another API group that may limit the traffic of the pod. */
  readonly unread?: ObjectSubject;
}

/** Returns the pods that no NetworkPolicy among the manifests selects for a direction. */
export function unisolatedPods(manifests: ManifestSet, direction: Direction): UnisolatedPod[] {
  const unread = new UnreadPolicies(manifests);
  const isolated = new Set<PodSubject>();
  const whole = new Set<string | undefined>();
  for (const policy of manifests.ofKind('NetworkPolicy')) {
    if (!directionsOf(policy).has(direction)) continue;
    const selector = policy.valueAt('spec', 'podSelector') ?? {};
    // policies that select every pod of a namespace are common, and there may be many of them
    if (LabelSelector.parse(selector).selectsAll) whole.add(policy.namespace);
    else for (const pod of manifests.selectPods(selector, policy.namespace)) isolated.add(pod);
  }
  return (
    manifests.objects
      .filter((object) => !whole.has(object.namespace))
      .flatMap((object) => object.pods)
      // network policies do not apply to the node's network
      .filter((pod) => !isolated.has(pod) && pod.spec['hostNetwork'] !== true)
      .map((pod) => ({ pod, unread: unread.firstFor(pod, direction) }))
  );
}
