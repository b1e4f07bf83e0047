import type { JsonObject } from '../../kubernetes/manifest';
import { isPodResource } from '../../kubernetes/resource-name';
import type { ContainerSubject } from '../subject/container-subject';
import type { ObjectSubject } from '../subject/object-subject';
import type { PodSubject } from '../subject/pod-subject';
import { hasLimitRanges, limitRangesFor } from './limit-range';

/** Amounts of resources, by resource. The amounts are not validated. */
export interface Resources {
  readonly requests: Readonly<JsonObject>;
  readonly limits: Readonly<JsonObject>;
}

const effective = new WeakMap<ContainerSubject, Resources>();

/**
 * Returns the requests and limits of a container as the API server sets them: a limit is the default of a request, and
 * LimitRanges of the namespace fill what remains unset.
 */
export function effectiveResources(container: ContainerSubject): Resources {
  const { pod } = container;
  // a rule that gets a result of LimitRanges reads the object, too, even if the result is known
  const object = hasLimitRanges(pod._manifests) ? pod.object : undefined;
  const before = effective.get(container);
  if (before !== undefined) return before;
  const resources = computedResources(container, object);
  effective.set(container, resources);
  return resources;
}

function computedResources(container: ContainerSubject, object: ObjectSubject | undefined): Resources {
  const limits = given(container.objectAt('resources', 'limits'));
  const requests = { ...limits, ...given(container.objectAt('resources', 'requests')) };
  if (object === undefined) return { requests, limits };
  const { defaultLimits, defaultRequests } = limitRangesFor(object, 'Container');
  addUnset(limits, defaultLimits);
  addUnset(requests, defaultRequests);
  return { requests, limits };
}

/** Returns the requests and limits that all containers of a pod share. Empty if the version does not have them. */
export function sharedResources(pod: PodSubject): Resources {
  if (!pod._target._supports('podResources')) return { requests: {}, limits: {} };
  const limits = ofPod(pod.objectAt('spec', 'resources', 'limits'));
  return { limits, requests: { ...limits, ...ofPod(pod.objectAt('spec', 'resources', 'requests')) } };
}

function ofPod(resources: { readonly [key: string]: unknown }): JsonObject {
  return Object.fromEntries(Object.entries(given(resources)).filter(([resource]) => isPodResource(resource)));
}

function given(resources: { readonly [key: string]: unknown }): JsonObject {
  return Object.fromEntries(Object.entries(resources).filter(([, amount]) => amount !== null));
}

function addUnset(resources: JsonObject, defaults: JsonObject): void {
  for (const [resource, amount] of Object.entries(defaults))
    if (!Object.hasOwn(resources, resource)) resources[resource] = amount;
}
