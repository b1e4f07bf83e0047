import { Severity } from '../../../diagnostics/severity';
import { ContainerRole, type ContainerSubject } from '../../subject/container-subject';
import { effectiveResources, sharedResources } from '../../extract/effective-resources';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that every container requests resources. */
export const resourceRequests = rule({
  id: 'resource-requests',
  topic: Topic.RESOURCES,
  scope: 'container',
  title: 'Every container requests CPU and memory',
  severity: Severity.LOW,
  rationale:
    'The scheduler places pods by their requests only, and if memory runs out, a container without requests is killed first.',
  fix: 'set resources.requests of cpu and memory; a limit without a request counts as the request',
  references: ['https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/'],
  controls: [],
  cel: "(variables.podSpec.containers + variables.podSpec.?initContainers.orValue([])).all(c, ['cpu', 'memory'].all(r, r in c.?resources.?requests.orValue({}) || r in c.?resources.?limits.orValue({}) || r in variables.podSpec.?resources.?requests.orValue({}) || r in variables.podSpec.?resources.?limits.orValue({})))",
  check,
  examples: {
    good: [
      examplePod({ container: 'resources: {requests: {cpu: 50m, memory: 16Mi}}' }),
      examplePod({ container: 'resources: {limits: {cpu: 500m, memory: 64Mi}}' }),
    ],
    bad: [examplePod(), examplePod({ container: 'resources: {requests: {cpu: 50m}}' })],
  },
});

const REQUESTED = ['cpu', 'memory'];

function check(container: ContainerSubject): Violation[] {
  if (container.role === ContainerRole.EPHEMERAL) return [];
  const { requests } = effectiveResources(container);
  const shared = sharedResources(container.pod).requests;
  return REQUESTED.filter((resource) => !Object.hasOwn(requests, resource) && !Object.hasOwn(shared, resource)).map(
    (resource) => ({
      path: `/resources/requests/${resource}`,
      value: resource,
      message: `resources.requests.${resource} is unset`,
    }),
  );
}
