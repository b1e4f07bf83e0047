import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import { userOf } from '../../extract/user-of';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that a container with a user also has a group. */
export const runAsGroup = rule({
  id: 'run-as-group',
  topic: Topic.PRIVILEGES,
  scope: 'container',
  title: 'A container with runAsUser also has runAsGroup',
  severity: Severity.LOW,
  rationale:
    'A numeric user that the image does not list gets group 0, the group of root, which can read many files and write some. Which users an image lists can change with each image.',
  fix: 'set securityContext.runAsGroup to the number of runAsUser, such as 1250',
  references: ['https://kubernetes.io/docs/tasks/configure-pod-container/security-context/'],
  controls: [...nist('4.1.2'), ...nsa('C-0013')],
  cel: "variables.podSpec.?os.?name.orValue('') == 'windows' || variables.podSpec.?hostUsers.orValue(true) == false || variables.podSpec.?securityContext.?runAsGroup.hasValue() || variables.containers.all(c, c.?securityContext.?runAsGroup.hasValue() || c.?securityContext.?runAsUser.orValue(variables.podSpec.?securityContext.?runAsUser.orValue(0)) == 0)",
  check,
  examples: {
    good: [
      examplePod({ spec: 'securityContext: {runAsUser: 1250, runAsGroup: 1250}' }),
      examplePod({ spec: 'securityContext: {runAsGroup: 1250}', container: 'securityContext: {runAsUser: 1250}' }),
      examplePod(),
    ],
    bad: [examplePod({ spec: 'securityContext: {runAsUser: 1250}' })],
  },
});

function check(container: ContainerSubject): Violation[] {
  const { pod } = container;
  const user = userOf(container);
  // another rule finds user 0
  if (user === undefined || user === 0 || pod.isWindows || pod.hasUserNamespace) return [];
  const group = container.securityContext['runAsGroup'] ?? pod.securityContext['runAsGroup'];
  if (typeof group === 'number' || !pod._target._supports('runAsGroup')) return [];
  const message = `runAsGroup is unset and runAsUser is ${user}, so the group is 0 unless the image lists the user`;
  return [{ path: '/securityContext/runAsGroup', message }];
}
