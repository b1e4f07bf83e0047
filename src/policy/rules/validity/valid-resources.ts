import { quote } from '../../../diagnostics/input-error';
import { pointerStep } from '../../../kubernetes/manifest';
import { compareQuantities, isWhole } from '../../../kubernetes/quantity';
import { canOvercommit, isExtendedResource, isHugePages, resourceNameProblem } from '../../../kubernetes/resource-name';
import { quantity } from '../../../kubernetes/syntax';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import { effectiveResources } from '../../extract/effective-resources';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that the API server accepts the requests and limits of a container. */
export const validResources = rule({
  id: 'valid-resources',
  topic: Topic.VALIDITY,
  scope: 'container',
  title: 'Requests and limits are amounts that the API server accepts',
  severity: Severity.MEDIUM,
  rationale:
    'The API server rejects the pods of the workload, and the rollout has already removed the ones that ran before.',
  fix: 'use quantities such as 100m or 64Mi, requests that are not above their limits, and a limit for each device',
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  check,
  examples: {
    good: [
      examplePod({
        container: 'resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 1, memory: 0.5Gi}}',
      }),
      examplePod({ container: 'resources: {requests: {cpu: 0.1}}' }),
      examplePod({ container: 'resources: {requests: {cpu: 2300m}, limits: {cpu: 2.3, shop.example/tpm: 1}}' }),
    ],
    bad: [
      examplePod({ container: 'resources: {requests: {memory: 1Gi}, limits: {memory: 64Mi}}' }),
      examplePod({ container: 'resources: {limits: {memory: 64MB}}' }),
      examplePod({ container: 'resources: {requests: {cpu: -1}}' }),
      examplePod({ container: 'resources: {requests: {shop.example/tpm: 1}}' }),
      examplePod({ container: 'resources: {limits: {shop.example/tpm: 0.5}}' }),
      examplePod({ container: 'resources: {limits: {tpm: 1}}' }),
      examplePod({ container: 'resources: {limits: {hugepages-2Mi: 4Mi}}' }),
    ],
  },
});

const SIDES = ['requests', 'limits'] as const;

function check(container: ContainerSubject): Violation[] {
  return [...amounts(container), ...above(container), ...ofDevices(container)];
}

/** Finds names of resources and amounts that the API server rejects. */
function amounts(container: ContainerSubject): Violation[] {
  return SIDES.flatMap((side) =>
    Object.entries(container.objectAt('resources', side)).flatMap(([resource, value]) => {
      if (value === null) return [];
      const at = { path: `/resources/${side}${pointerStep(resource)}`, value: `${side}.${resource}` };
      const named = resourceNameProblem(resource);
      if (named !== undefined) return [{ ...at, message: `resource ${quote(resource)} ${named}` }];
      const wrong = quantity(`resources.${side}.${resource}`, text(value));
      if (wrong !== undefined) return [{ ...at, message: wrong }];
      if (!isExtendedResource(resource) || isWhole(value)) return [];
      return [{ ...at, message: `resources.${side}.${resource} must be a whole number, got ${quote(value)}` }];
    }),
  );
}

/** Finds requests above their limit, which a LimitRange can set. */
function above(container: ContainerSubject): Violation[] {
  const own = container.objectAt('resources', 'limits');
  const { requests, limits } = effectiveResources(container);
  return Object.entries(requests).flatMap(([resource, request]) => {
    const limit = limits[resource];
    if (!canOvercommit(resource) || (compareQuantities(request, limit) ?? 0) <= 0) return [];
    const source = (own[resource] ?? null) === null ? ', which a LimitRange sets' : '';
    const message = `the request for ${resource} is ${quote(request)}; must not be above the limit of ${quote(limit)}${source}`;
    return [{ path: `/resources/requests${pointerStep(resource)}`, value: resource, message }];
  });
}

/** Finds huge pages and extended resources without a limit, with another request than the limit, or without CPU and memory. */
function ofDevices(container: ContainerSubject): Violation[] {
  const { requests, limits } = effectiveResources(container);
  const names = Object.keys(requests).filter((resource) => !canOvercommit(resource));
  const differing = names.flatMap((resource) => {
    const [request, limit] = [requests[resource], limits[resource]];
    const at = { path: `/resources/limits${pointerStep(resource)}`, value: resource };
    if (limit === undefined)
      return [{ ...at, message: `the limit of ${resource} is unset; must be the request, ${quote(request)}` }];
    if ((compareQuantities(request, limit) ?? 0) === 0) return [];
    return [{ ...at, message: `the limit of ${resource} is ${quote(limit)}; must be the request, ${quote(request)}` }];
  });
  const pages = names.find(isHugePages);
  if (pages === undefined || ['cpu', 'memory'].some((resource) => requests[resource] !== undefined)) return differing;
  const path = `/resources/limits${pointerStep(pages)}`;
  return [
    ...differing,
    { path, value: 'hugepages', message: `${pages} requires a request or a limit of cpu or memory` },
  ];
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
}
