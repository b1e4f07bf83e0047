import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { groupOf, userOf } from '../../extract/user-of';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that containers do not use IDs that belong to users or groups of the node. */
export const highUserId = rule({
  id: 'high-user-id',
  topic: Topic.PRIVILEGES,
  scope: 'container',
  title: 'Containers use user and group IDs of 10000 or higher',
  severity: Severity.LOW,
  rationale:
    "A container shares its user and group IDs with the node. If user 101 breaks out of its container, it has the rights of the node's user 101; group 44 may have access to the screen or the disks.",
  fix: 'set securityContext.runAsUser and runAsGroup to numbers from 10000, such as 10001',
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

/** Lowest ID that is accepted: lower ones may be users and groups of the node. */
const LOWEST = 10_000;

function check(container: ContainerSubject): Violation[] {
  const { pod } = container;
  if (pod.hasUserNamespace || pod.isWindows) return [];
  const ids = [
    ['runAsUser', userOf(container), 'a user or a service'],
    ['runAsGroup', groupOf(container), 'a group'],
  ] as const;
  // other rules find user 0 and group 0
  return ids.flatMap(([field, id, what]) =>
    id === undefined || id <= 0 || id >= LOWEST
      ? []
      : [
          {
            path: `/securityContext/${field}`,
            value: `${field}: ${id}`,
            message: `${field} is ${id}, which may be ${what} of the node; must be ${LOWEST} or higher`,
          },
        ],
  );
}
