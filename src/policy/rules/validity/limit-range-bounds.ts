import { quote } from '../../../diagnostics/input-error';
import { isObject, pointerStep } from '../../../kubernetes/manifest';
import { billionths, compareQuantities, ONE, quantityOf } from '../../../kubernetes/quantity';
import { Severity } from '../../../diagnostics/severity';
import { examplePod, exampleSet } from '../../example';
import { effectiveResources, sharedResources } from '../../extract/effective-resources';
import { hasLimitRanges, limitRangesFor, type Bound, type LimitRanges } from '../../extract/limit-range';
import { isNative } from '../../extract/native-kind';
import { totalOf } from '../../extract/total-resources';
import { ContainerRole, type ContainerSubject } from '../../subject/container-subject';
import type { ObjectSubject } from '../../subject/object-subject';
import type { PodSubject } from '../../subject/pod-subject';
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
      exampleSet(range('Pod', 'max: {memory: 1Gi}'), pod('{limits: {memory: 2Gi}}')),
      exampleSet(range('Container', 'maxLimitRequestRatio: {cpu: 2}'), pod('{requests: {cpu: 1}, limits: {cpu: 3}}')),
      range('container', 'max: {cpu: 1}'),
    ],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!hasLimitRanges(object.manifests)) return [];
  if (isNative(object, 'PersistentVolumeClaim')) return ofClaim(object);
  if (isNative(object, 'LimitRange')) return unknownTypes(object);
  return object.pods.flatMap((pod) => [
    ...pod.containers.filter(({ role }) => role !== ContainerRole.EPHEMERAL).flatMap(ofContainer),
    ...ofPod(pod),
  ]);
}

const TYPES = ['Container', 'PersistentVolumeClaim', 'Pod'];

/** Finds types that bound nothing. The API server rejects them, unless they have a domain, such as `a.example/Image`. */
function unknownTypes(range: ObjectSubject): Violation[] {
  return range.listAt('spec', 'limits').flatMap((item, i) => {
    const type = isObject(item) ? item['type'] : undefined;
    if (typeof type !== 'string' || TYPES.includes(type) || type.includes('/')) return [];
    const message = `type is ${quote(type)}; must be Container, Pod or PersistentVolumeClaim, or start with a domain`;
    return [{ path: `/spec/limits/${i}/type`, message }];
  });
}

/** Amount of a resource, and its name in messages. */
interface Amount {
  readonly what: string;
  readonly amount: unknown;
}

/** Fault of an amount on one side of the resources. */
interface Fault {
  readonly side: 'requests' | 'limits';
  readonly resource: string;
  readonly message: string;
}

/** Finds amounts that are outside of their bounds. */
function faultsOf(
  { max, min, ratio }: LimitRanges,
  limitOf: (resource: string) => Amount,
  requestOf: (resource: string) => Amount,
): Fault[] {
  const fault = (side: Fault['side'], resource: string, message: string | undefined): Fault[] =>
    message === undefined ? [] : [{ side, resource, message }];
  return [
    ...[...max].flatMap(([resource, most]) => fault('limits', resource, boundFault(limitOf(resource), 'most', most))),
    ...[...min].flatMap(([resource, least]) =>
      fault('requests', resource, boundFault(requestOf(resource), 'least', least)),
    ),
    ...[...ratio].flatMap(([resource, most]) =>
      fault('limits', resource, ratioFault(limitOf(resource), requestOf(resource), most)),
    ),
  ];
}

function ofContainer(container: ContainerSubject): Violation[] {
  const bounds = limitRangesFor(container.pod.object, 'Container');
  const { requests, limits } = effectiveResources(container);
  return faultsOf(
    bounds,
    (resource) => ({ what: `the limit of ${resource}`, amount: limits[resource] }),
    (resource) => ({ what: `the request for ${resource}`, amount: requests[resource] }),
  ).map(({ side, resource, message }) => ({
    path: container.pod.pointerOf(`${container.path}/resources/${side}${pointerStep(resource)}`),
    container: container.name,
    value: `${side}.${resource}`,
    message,
  }));
}

function ofPod(pod: PodSubject): Violation[] {
  const bounds = limitRangesFor(pod.object, 'Pod');
  const shared = sharedResources(pod);
  const amountOf = (side: 'requests' | 'limits', resource: string): unknown => {
    const total = totalOf(pod, side, resource);
    return shared[side][resource] ?? (total === undefined ? undefined : quantityOf(total));
  };
  return faultsOf(
    bounds,
    (resource) => ({ what: `the limit of ${resource} of the whole pod`, amount: amountOf('limits', resource) }),
    (resource) => ({ what: `the request for ${resource} of the whole pod`, amount: amountOf('requests', resource) }),
  ).map(({ side, resource, message }) => ({
    path: pod.pointerOf('/spec/containers'),
    value: `pod.${side}.${resource}`,
    message,
  }));
}

function ofClaim(claim: ObjectSubject): Violation[] {
  const size = claim.valueAt('spec', 'resources', 'requests', 'storage');
  const { max, min } = limitRangesFor(claim, 'PersistentVolumeClaim');
  const request = { what: 'the request for storage', amount: size };
  const [most, least] = [max.get('storage'), min.get('storage')];
  const message = (most && boundFault(request, 'most', most)) ?? (least && boundFault(request, 'least', least));
  return message === undefined ? [] : [{ path: '/spec/resources/requests/storage', message }];
}

/** Returns a message about an amount that is outside of its bound, or that is unset beside one. */
function boundFault(
  { what, amount }: Amount,
  bound: 'most' | 'least',
  { amount: edge, range }: Bound,
): string | undefined {
  const must = `must be at ${bound} ${quote(edge)}, as LimitRange ${quote(range)} sets`;
  if (amount === undefined) return `${what} is unset; ${must}`;
  const order = compareQuantities(amount, edge) ?? 0;
  return (bound === 'most' ? order > 0 : order < 0) ? `${what} is ${quote(amount)}; ${must}` : undefined;
}

/** Returns a message about a limit that is too many times its request. */
function ratioFault(limit: Amount, request: Amount, { amount: most, range }: Bound): string | undefined {
  const [upper, lower, times] = [limit.amount, request.amount, most].map(billionths);
  const must = `must be at most ${quote(most)} times ${request.what}, as LimitRange ${quote(range)} sets`;
  if (upper === undefined || lower === undefined || lower === 0n)
    return `${limit.what} or ${request.what} is unset or 0; the limit ${must}`;
  if (times === undefined || upper * ONE <= times * lower) return undefined;
  return `${limit.what} is ${quote(limit.amount)}, and ${request.what} is ${quote(request.amount)}; the limit ${must}`;
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
