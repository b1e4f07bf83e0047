import type { ObjectSubject } from '../subject/object-subject';

/** Returns the directions that a policy isolates: those in policyTypes; by default ingress, and egress if it has egress rules. */
export function directionsOf(policy: ObjectSubject): ReadonlySet<unknown> {
  const named = policy.listAt('spec', 'policyTypes');
  if (named.length > 0) return new Set(named);
  return new Set(policy.listAt('spec', 'egress').length > 0 ? ['Ingress', 'Egress'] : ['Ingress']);
}
