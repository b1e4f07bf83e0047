import { LIMITED_RESOURCES } from '../../../kubernetes/resource-name';
import { Severity } from '../../../diagnostics/severity';
import { ContainerRole, type ContainerSubject } from '../../subject/container-subject';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import { effectiveResources, sharedResources } from '../../extract/effective-resources';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that every container has resource limits. */
export const resourceLimits = rule({
  id: 'resource-limits',
  topic: Topic.RESOURCES,
  scope: 'container',
  title: 'Every container has limits for CPU, memory and ephemeral storage',
  severity: Severity.MEDIUM,
  rationale:
    'Without limits, one app can exhaust the gateway: the kernel kills other processes if memory runs out, and the kubelet evicts pods if the disk is full.',
  fix: 'set resources.limits of cpu, memory and ephemeral-storage',
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  controls: [...nist('4.4.3'), ...nsa('C-0270', 'C-0271')],
  cel: "variables.podSpec.containers.all(c, ['cpu', 'memory', 'ephemeral-storage'].all(r, r in c.?resources.?limits.orValue({}) || r in variables.podSpec.?resources.?limits.orValue({}))) && variables.podSpec.?initContainers.orValue([]).all(c, ['cpu', 'memory', 'ephemeral-storage'].all(r, r in c.?resources.?limits.orValue({}) || r in variables.podSpec.?resources.?limits.orValue({})))",
  check,
  examples: {
    good: [examplePod({ container: 'resources: {limits: {cpu: 500m, memory: 64Mi, ephemeral-storage: 64Mi}}' })],
    bad: [
      examplePod(),
      examplePod({ container: 'resources: {limits: {cpu: 500m, memory: 64Mi}}' }),
      examplePod({ container: 'resources: {requests: {cpu: 500m, memory: 64Mi, ephemeral-storage: 64Mi}}' }),
    ],
  },
});

function check(container: ContainerSubject): Violation[] {
  if (container.role === ContainerRole.EPHEMERAL) return [];
  const { limits } = effectiveResources(container);
  // limits of the pod apply to all its containers together
  const shared = sharedResources(container.pod).limits;
  return LIMITED_RESOURCES.filter(
    (resource) => !Object.hasOwn(limits, resource) && !Object.hasOwn(shared, resource),
  ).map((resource) => ({
    path: `/resources/limits/${resource}`,
    value: resource,
    message: `resources.limits.${resource} is unset`,
    fix: `set resources.limits.${resource}`,
  }));
}
