import { quote } from '../../../diagnostics/input-error';
import { pointerStep } from '../../../kubernetes/manifest';
import { compareQuantities } from '../../../kubernetes/quantity';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { effectiveResources } from '../../extract/effective-resources';
import { limitRangesFor, type LimitRangeItem } from '../../extract/limit-range';
import { isNative } from '../../extract/native-kind';
import { ContainerRole, type ContainerSubject } from '../../subject/container-subject';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that resources are within the bounds of the LimitRanges of their namespace. */
export const limitRangeBounds = rule({
  id: 'limit-range-bounds',
  topic: Topic.VALIDITY,
  scope: 'object',
  title: 'Resources are within the bounds of the LimitRanges of their namespace',
  severity: Severity.MEDIUM,
  rationale:
    'The API server rejects such a pod or claim. If the pod comes from a workload, the API server accepts the workload, but no pod is created.',
  fix: 'change the request or the limit, or the bounds of the LimitRange',
  references: ['https://kubernetes.io/docs/concepts/policy/limit-range/'],
  check,
  examples: {
    good: [
      exampleSet(
        range('Container', 'max: {cpu: 1}, min: {cpu: 50m}'),
        pod('{requests: {cpu: 0.05}, limits: {cpu: 1000m}}'),
      ),
      exampleSet(range('Container', 'max: {cpu: 1}'), pod('{}')),
      exampleSet(range('PersistentVolumeClaim', 'max: {storage: 10Gi}'), claim('10Gi')),
    ],
    bad: [
      exampleSet(range('Container', 'max: {cpu: 1}'), pod('{limits: {cpu: 1001m}}')),
      exampleSet(range('Container', 'min: {memory: 16Mi}'), pod('{requests: {memory: 16M}}')),
      exampleSet(range('PersistentVolumeClaim', 'max: {storage: 10Gi}'), claim('10.5Gi')),
    ],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (isNative(object, 'PersistentVolumeClaim')) return ofClaim(object);
  return object.pods.flatMap((pod) => {
    const ranges = limitRangesFor(object, 'Container');
    if (ranges.length === 0) return [];
    return pod.containers
      .filter(({ role }) => role !== ContainerRole.EPHEMERAL)
      .flatMap((container) => ranges.flatMap((range) => ofContainer(container, range)));
  });
}

function ofContainer(container: ContainerSubject, { range, max, min }: LimitRangeItem): Violation[] {
  const { requests, limits } = effectiveResources(container);
  const say = (side: string, resource: string, message: string): Violation => ({
    path: container.pod.pointerOf(`${container.path}/resources/${side}${pointerStep(resource)}`),
    container: container.name,
    value: `${side}.${resource}`,
    message: `${message} of LimitRange ${quote(range.name)}`,
  });
  const above = Object.entries(max)
    .filter(([resource, most]) => (compareQuantities(limits[resource], most) ?? 0) > 0)
    .map(([resource, most]) =>
      say('limits', resource, `the limit of ${resource} is ${quote(limits[resource])}; must be at most ${quote(most)}`),
    );
  const below = Object.entries(min)
    .filter(([resource, least]) => (compareQuantities(requests[resource], least) ?? 0) < 0)
    .map(([resource, least]) =>
      say(
        'requests',
        resource,
        `the request for ${resource} is ${quote(requests[resource])}; must be at least ${quote(least)}`,
      ),
    );
  return [...above, ...below];
}

function ofClaim(claim: ObjectSubject): Violation[] {
  const size = claim.valueAt('spec', 'resources', 'requests', 'storage');
  return limitRangesFor(claim, 'PersistentVolumeClaim').flatMap(({ range, max, min }): Violation[] => {
    const [most, least] = [max['storage'], min['storage']];
    const bound =
      (compareQuantities(size, most) ?? 0) > 0
        ? `at most ${quote(most)}`
        : (compareQuantities(size, least) ?? 0) < 0
          ? `at least ${quote(least)}`
          : undefined;
    if (bound === undefined) return [];
    const message = `the request for storage is ${quote(size)}; must be ${bound} of LimitRange ${quote(range.name)}`;
    return [{ path: '/spec/resources/requests/storage', message }];
  });
}

function range(type: string, bounds: string): string {
  return `
apiVersion: v1
kind: LimitRange
metadata: {name: bounds, namespace: edge}
spec: {limits: [{type: ${type}, ${bounds}}]}
`;
}

function pod(resources: string): string {
  return examplePod({ container: `resources: ${resources}` });
}

function claim(storage: string): string {
  return `
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: edge}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: ${storage}}}}
`;
}
