import { quote } from '../../../diagnostics/input-error';
import { pointerStep } from '../../../kubernetes/manifest';
import { billionths, compareQuantities } from '../../../kubernetes/quantity';
import { isPodResource } from '../../../kubernetes/resource-name';
import { Severity } from '../../../diagnostics/severity';
import { examplePod } from '../../example';
import { effectiveResources, sharedResources } from '../../extract/effective-resources';
import { totalOf } from '../../extract/total-resources';
import type { PodSubject } from '../../subject/pod-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the resources of a pod as a whole fit those of its containers. */
export const validPodResources = rule({
  id: 'valid-pod-resources',
  topic: Topic.VALIDITY,
  scope: 'pod',
  title: 'The resources of a pod as a whole fit those of its containers',
  severity: Severity.MEDIUM,
  rationale:
    'The API server rejects such a pod. If the pod comes from a workload, the API server accepts the workload, but no pod is created.',
  fix: 'raise the request or the limit of the pod, or lower those of its containers',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/assign-pod-level-resources/'],
  check,
  examples: {
    good: [
      examplePod({
        spec: 'resources: {requests: {cpu: 500m}, limits: {cpu: 1}}',
        container: 'resources: {requests: {cpu: 0.5}, limits: {cpu: 1000m}}',
      }),
      examplePod({ container: 'resources: {requests: {cpu: 2}}' }),
    ],
    bad: [
      examplePod({ spec: 'resources: {limits: {cpu: 1}}', container: 'resources: {limits: {cpu: 1001m}}' }),
      examplePod({ spec: 'resources: {requests: {cpu: 1}}', container: 'resources: {requests: {cpu: 2}}' }),
      examplePod({ spec: 'resources: {requests: {memory: 1Gi}, limits: {memory: 1G}}' }),
      examplePod({ spec: 'resources: {limits: {ephemeral-storage: 1Gi}}' }),
    ],
  },
});

function check(pod: PodSubject): Violation[] {
  if (!pod._target._supports('podResources')) return [];
  return [...unsupported(pod), ...aboveLimit(pod), ...belowContainers(pod), ...aboveLimitOfPod(pod)];
}

function unsupported(pod: PodSubject): Violation[] {
  return ['requests', 'limits'].flatMap((side) =>
    Object.keys(pod.objectAt('spec', 'resources', side))
      .filter((resource) => !isPodResource(resource))
      .map((resource) => ({
        path: `/spec/resources/${side}${pointerStep(resource)}`,
        value: `${side}.${resource}`,
        message: `resource ${quote(resource)} cannot be set for a pod as a whole; must be cpu, memory or hugepages-<size>`,
      })),
  );
}

function aboveLimit(pod: PodSubject): Violation[] {
  const { requests, limits } = sharedResources(pod);
  return Object.entries(requests).flatMap(([resource, request]) => {
    const limit = limits[resource];
    if ((compareQuantities(request, limit) ?? 0) <= 0) return [];
    const message = `the pod's request for ${resource} is ${quote(request)}; must not be above its limit of ${quote(limit)}`;
    return [{ path: `/spec/resources/requests${pointerStep(resource)}`, value: resource, message }];
  });
}

/** Finds requests of the pod that are below the requests of its containers together. */
function belowContainers(pod: PodSubject): Violation[] {
  const own = pod.objectAt('spec', 'resources', 'requests');
  return Object.entries(own).flatMap(([resource, request]) => {
    const amount = billionths(request);
    if (amount === undefined || amount >= (totalOf(pod, 'requests', resource) ?? 0n)) return [];
    const message = `the pod's request for ${resource} is ${quote(request)}; must not be below the requests of its containers together`;
    return [{ path: `/spec/resources/requests${pointerStep(resource)}`, value: `containers.${resource}`, message }];
  });
}

/** Finds limits of a container that are above the limit of its pod. */
function aboveLimitOfPod(pod: PodSubject): Violation[] {
  const shared = sharedResources(pod).limits;
  return pod.containers.flatMap((container) =>
    Object.entries(effectiveResources(container).limits).flatMap(([resource, limit]) => {
      if ((compareQuantities(limit, shared[resource]) ?? 0) <= 0) return [];
      const path = `${container.path}/resources/limits${pointerStep(resource)}`;
      const message = `the limit of ${resource} is ${quote(limit)}; must not be above the pod's limit of ${quote(shared[resource])}`;
      return [{ path, container: container.name, value: resource, message }];
    }),
  );
}
