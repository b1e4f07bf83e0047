import { quote } from '../../../diagnostics/input-error';
import { pointerStep } from '../../../kubernetes/manifest';
import { compareQuantities } from '../../../kubernetes/quantity';
import { quantity } from '../../../kubernetes/syntax';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that requests and limits are quantities, and that no request is above its limit. */
export const validResources = rule({
  id: 'valid-resources',
  topic: Topic.VALIDITY,
  scope: 'container',
  title: 'Requests and limits are quantities, and no request is above its limit',
  severity: Severity.MEDIUM,
  rationale:
    'The API server rejects the pods of the workload, and the rollout has already removed the ones that ran before.',
  fix: 'use quantities such as 100m or 64Mi, and requests that are not above their limits',
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  check,
  examples: {
    good: [
      examplePod({
        container: 'resources: {requests: {cpu: 100m, memory: 64Mi}, limits: {cpu: 1, memory: 0.5Gi}}',
      }),
      examplePod({ container: 'resources: {requests: {cpu: 0.1}}' }),
    ],
    bad: [
      examplePod({ container: 'resources: {requests: {memory: 1Gi}, limits: {memory: 64Mi}}' }),
      examplePod({ container: 'resources: {limits: {memory: 64MB}}' }),
      examplePod({ container: 'resources: {requests: {cpu: -1}}' }),
    ],
  },
});

const SIDES = ['requests', 'limits'] as const;

function check(container: ContainerSubject): Violation[] {
  const [requests, limits] = SIDES.map((side) => container.objectAt('resources', side));
  const wrong = SIDES.flatMap((side) =>
    Object.entries(container.objectAt('resources', side)).flatMap(([resource, value]) => {
      const message = isQuantity(value) ? undefined : quantity(`resources.${side}.${resource}`, text(value));
      return message === undefined ? [] : [{ path: `/resources/${side}${pointerStep(resource)}`, message }];
    }),
  );
  const above = Object.entries(requests ?? {}).flatMap(([resource, request]) => {
    const limit = limits?.[resource];
    if (!isQuantity(request) || !isQuantity(limit) || (compareQuantities(request, limit) ?? 0) <= 0) return [];
    const message = `the request for ${resource} is ${quote(request)}; must not be above the limit of ${quote(limit)}`;
    return [{ path: `/resources/requests${pointerStep(resource)}`, message }];
  });
  return [...wrong, ...above];
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value ?? null);
}

function isQuantity(value: unknown): boolean {
  return (typeof value === 'string' || typeof value === 'number') && quantity('', String(value)) === undefined;
}
