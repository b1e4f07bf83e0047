import { quote } from '../../../diagnostics/input-error';
import { pointerStep } from '../../../kubernetes/manifest';
import { compareQuantities } from '../../../kubernetes/quantity';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { effectiveResources } from '../../extract/effective-resources';
import { limitRangesFor, type Bound } from '../../extract/limit-range';
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
  return object.pods.flatMap((pod) =>
    pod.containers.filter(({ role }) => role !== ContainerRole.EPHEMERAL).flatMap(ofContainer),
  );
}

function ofContainer(container: ContainerSubject): Violation[] {
  const { max, min } = limitRangesFor(container.pod.object, 'Container');
  if (max.size + min.size === 0) return [];
  const { requests, limits } = effectiveResources(container);
  const say = (side: string, resource: string, message: string): Violation => ({
    path: container.pod.pointerOf(`${container.path}/resources/${side}${pointerStep(resource)}`),
    container: container.name,
    value: `${side}.${resource}`,
    message,
  });
  const above = [...max].flatMap(([resource, most]) => {
    const fault = faultOf(`the limit of ${resource}`, limits[resource], most, undefined);
    return fault === undefined ? [] : [say('limits', resource, fault)];
  });
  const below = [...min].flatMap(([resource, least]) => {
    const fault = faultOf(`the request for ${resource}`, requests[resource], undefined, least);
    return fault === undefined ? [] : [say('requests', resource, fault)];
  });
  return [...above, ...below];
}

function ofClaim(claim: ObjectSubject): Violation[] {
  const size = claim.valueAt('spec', 'resources', 'requests', 'storage');
  const { max, min } = limitRangesFor(claim, 'PersistentVolumeClaim');
  const message = faultOf('the request for storage', size, max.get('storage'), min.get('storage'));
  return message === undefined ? [] : [{ path: '/spec/resources/requests/storage', message }];
}

/** Returns a message about an amount that is outside of its bounds. */
function faultOf(what: string, amount: unknown, most: Bound | undefined, least: Bound | undefined): string | undefined {
  const said = (bound: string, { amount: edge, range }: Bound): string =>
    `${what} is ${quote(amount)}; must be at ${bound} ${quote(edge)}, as LimitRange ${quote(range)} sets`;
  if (most !== undefined && (compareQuantities(amount, most.amount) ?? 0) > 0) return said('most', most);
  if (least !== undefined && (compareQuantities(amount, least.amount) ?? 0) < 0) return said('least', least);
  return undefined;
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
