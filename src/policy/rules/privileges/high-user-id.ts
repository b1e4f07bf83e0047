import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { groupOf, userOf } from '../../extract/user-of';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** A container's user is none of the node's. */
export const highUserId = rule({
  id: 'high-user-id',
  topic: Topic.PRIVILEGES,
  scope: 'container',
  title: "A container's user and group are none of the node's",
  severity: Severity.LOW,
  rationale:
    'The numbers of users and groups are those of the node: a container that breaks out as user 101 is whoever has that number there, and group 44 may have the screen or the disks.',
  fix: 'securityContext: {runAsUser: 10001, runAsGroup: 10001}',
  controls: nist('4.1.2'),
  cel: "variables.podSpec.?os.?name.orValue('') == 'windows' || variables.podSpec.?hostUsers.orValue(true) == false || variables.containers.all(c, [c.?securityContext.?runAsUser.orValue(variables.podSpec.?securityContext.?runAsUser.orValue(0)), c.?securityContext.?runAsGroup.orValue(variables.podSpec.?securityContext.?runAsGroup.orValue(0))].all(id, id <= 0 || id >= 10000))",
  check,
  examples: {
    good: [examplePod({ spec: 'securityContext: {runAsUser: 10001, runAsGroup: 10001}' }), examplePod()],
    bad: [
      examplePod({ spec: 'securityContext: {runAsUser: 101}' }),
      examplePod({ container: 'securityContext: {runAsUser: 10001, runAsGroup: 44}' }),
    ],
  },
});

/** Below it are the users of a node, those of its services first. */
const LOWEST = 10_000;

function check(container: ContainerSubject): Violation[] {
  const { pod } = container;
  if (pod.hasUserNamespace || pod.isWindows) return [];
  const ids = [
    ['runAsUser', userOf(container), 'a user or a service'],
    ['runAsGroup', groupOf(container), 'a group'],
  ] as const;
  // user 0 and group 0 are found by rules of their own
  return ids.flatMap(([field, id, what]) =>
    id === undefined || id <= 0 || id >= LOWEST
      ? []
      : [{ path: `/securityContext/${field}`, message: `${field} is ${id}, which may be ${what} of the node` }],
  );
}
