import { FEATURES } from '../../../kubernetes/features';
import { Severity } from '../../../diagnostics/severity';
import type { ContainerSubject } from '../../subject/container-subject';
import { examplePod } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import { userOf } from '../../extract/user-of';
import type { Violation } from '../../violation';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** A container whose user is given has a group that is given, too. */
export const runAsGroup = rule({
  id: 'run-as-group',
  topic: Topic.PRIVILEGES,
  scope: 'container',
  title: 'A container with a runAsUser has a runAsGroup',
  severity: Severity.LOW,
  rationale:
    'A user by number that the image does not list is of group 0, the group of root: many files are readable, and some writable, to it. Which users an image lists changes with the image.',
  fix: 'securityContext: {runAsUser: 1250, runAsGroup: 1250}',
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
  // user 0 is found by a rule of its own
  if (user === undefined || user === 0 || pod.isWindows || pod.hasUserNamespace) return [];
  const group = container.securityContext['runAsGroup'] ?? pod.securityContext['runAsGroup'];
  if (typeof group === 'number' || pod.object.manifests.version.minor < FEATURES.runAsGroup.since) return [];
  const message = `runAsUser is ${user} and runAsGroup is not set: the user is of group 0, unless the image lists it`;
  return [{ path: '/securityContext/runAsGroup', message }];
}
