import { isObject, objectAt, type JsonObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { ContainerRole, type ContainerSubject } from '../../subject/container-subject';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import type { PodSubject } from '../../subject/pod-subject';
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

const LIMITED = ['cpu', 'memory', 'ephemeral-storage'];

function check(container: ContainerSubject): Violation[] {
  if (container.role === ContainerRole.EPHEMERAL) return [];
  const { pod } = container;
  const limits = container.objectAt('resources', 'limits');
  // limits of the pod apply to all its containers together
  const ofPod = pod.objectAt('spec', 'resources', 'limits');
  const missing = LIMITED.filter((resource) => !isSet(limits[resource]) && !isSet(ofPod[resource]));
  if (missing.length === 0) return [];
  const defaults = defaultLimitsOf(pod);
  const unlimited = missing.filter((resource) => !defaults.some((each) => isSet(each[resource])));
  return unlimited.map((resource) => ({
    path: `/resources/limits/${resource}`,
    message: `resources.limits.${resource} is unset`,
    fix: `set resources.limits.${resource}`,
  }));
}

function isSet(limit: unknown): boolean {
  return limit !== undefined && limit !== null;
}

/** Returns the resources for which LimitRanges among the manifests set default limits in the pod's namespace. */
function defaultLimitsOf({ object }: PodSubject): JsonObject[] {
  return object.manifests
    .ofKindIn('LimitRange', object.namespace)
    .flatMap((range) => range.listAt('spec', 'limits'))
    .filter((limit) => isObject(limit) && limit['type'] === 'Container')
    .map((limit) => objectAt(limit as JsonObject, 'default'));
}
