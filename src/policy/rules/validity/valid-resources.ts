import { quote } from '../../../diagnostics/input-error';
import { pointerStep } from '../../../kubernetes/manifest';
import { quantity, quantityValue } from '../../../kubernetes/syntax';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** What a container asks for is a quantity, and within what it may have. */
export const validResources = rule({
  id: 'valid-resources',
  topic: Topic.VALIDITY,
  scope: 'container',
  title: 'Requests and limits are quantities, and no request is above its limit',
  severity: Severity.MEDIUM,
  rationale:
    'The API server refuses the pod: the workload is there, its pods are not, and what ran before is gone with the roll-out.',
  fix: 'write quantities such as 100m or 64Mi, each request at most its limit',
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
    if (!isQuantity(request) || !isQuantity(limit) || quantityValue(text(request)) <= quantityValue(text(limit)))
      return [];
    const message = `${resource} is requested as ${quote(request)}, above its limit of ${quote(limit)}`;
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
