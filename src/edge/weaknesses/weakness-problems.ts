import type { Target } from '../../kubernetes/target';
import type { ContainerOptions } from '../container-options';

/** Problems of the weaknesses of a pod's containers: those that the target does not have, and those that exclude each other. */
export function weaknessProblems(containers: ReadonlyArray<ContainerOptions>, target: Target): string[] {
  const effects = containers.flatMap(({ weaknesses = [] }) => weaknesses.map(({ _effect }) => _effect));
  const unmasked = effects.filter(({ needs }) => needs === 'procMount');
  if (unmasked.length === 0) return [];
  if (!target._supports('procMount') || !target._supports('hostUsers'))
    return [`Weakness.unmaskedProc needs Kubernetes 1.33 or later, got ${target.name}: remove it`];
  const shared = effects
    .flatMap(({ accepts }) => accepts)
    .flatMap(({ rule, value }) => (rule === 'no-host-namespaces' ? [value] : []));
  return [...new Set(shared)].map(
    (field) =>
      `Weakness.unmaskedProc and ${String(field)} must not both be set, because the pod has a user namespace: keep one`,
  );
}
