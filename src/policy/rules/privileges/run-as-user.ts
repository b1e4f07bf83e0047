import { listAt } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { runAsUser } from '../../pod-security/checks/run-as-user';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import type { PodSubject } from '../../subject/pod-subject';
import type { PodSecurityViolation } from '../../violation';
import { examplePod } from '../../example';

/** Every container runs as a user and with groups that are not 0. */
export const numericUser = podSecurityRule({
  id: 'run-as-user',
  topic: Topic.PRIVILEGES,
  title: 'Every container runs as a numeric user other than 0, and without group 0',
  severity: Severity.HIGH,
  rationale:
    "User 0 is root of the node, should it get out. Group 0 owns much of an image's files and of the node's, and Pod Security leaves it open. A user that the manifest does not say is the image's choice, which may change with the next one, and a name for it cannot be checked by the kubelet.",
  fix: 'set securityContext.runAsUser and runAsGroup to numbers other than 0',
  restricted: runAsUser,
  controls: [...nist('4.1.2', '4.4.3'), ...cis('5.2.7'), ...nsa('C-0013')],
  cel: "variables.podSpec.?hostUsers.orValue(true) == false || (variables.podSpec.?securityContext.?runAsUser.orValue(1) != 0 && variables.containers.all(c, c.?securityContext.?runAsUser.orValue(1) != 0) && (variables.podSpec.?os.?name.orValue('') == 'windows' || (variables.podSpec.?securityContext.?runAsGroup.orValue(1) != 0 && variables.podSpec.?securityContext.?fsGroup.orValue(1) != 0 && !(0 in variables.podSpec.?securityContext.?supplementalGroups.orValue([])) && variables.containers.all(c, c.?securityContext.?runAsUser.orValue(variables.podSpec.?securityContext.?runAsUser.orValue(0)) != 0 && c.?securityContext.?runAsGroup.orValue(1) != 0))))",
  examples: {
    good: [examplePod({ spec: 'securityContext: {runAsUser: 10001, runAsGroup: 10001}' })],
    bad: [
      examplePod({ container: 'securityContext: {runAsUser: 0}' }),
      examplePod({ container: 'securityContext: {runAsUser: 10001, runAsGroup: 0}' }),
      examplePod({ spec: 'securityContext: {runAsUser: 10001, supplementalGroups: [0]}' }),
      examplePod(),
    ],
  },
  adjust: withGroups,
});

/** From this version on the standard takes user 0 in a user namespace. */
const RELAXED_SINCE = 35;

/** Adds what the standard leaves open: group 0, and users that the manifest leaves to the image. */
function withGroups(rejected: PodSecurityViolation[], pod: PodSubject): PodSecurityViolation[] {
  const { minor } = pod.object.manifests.version;
  if (pod.isWindows || (minor >= RELAXED_SINCE && pod.hasUserNamespace)) return rejected;
  return [...rejected, ...groupsOf(pod), ...unsetUsersOf(pod)];
}

function groupsOf(pod: PodSubject): PodSecurityViolation[] {
  const isRoot = (field: string, value: unknown, base: string, container?: string): PodSecurityViolation[] =>
    value === 0
      ? [{ path: `${base}/securityContext/${field}`, container, message: `${field} is 0`, severity: Severity.MEDIUM }]
      : [];
  const { runAsGroup, fsGroup } = pod.securityContext;
  return [
    ...isRoot('runAsGroup', runAsGroup, '/spec'),
    ...isRoot('fsGroup', fsGroup, '/spec'),
    ...listAt(pod.securityContext, 'supplementalGroups').flatMap((group, i) =>
      isRoot(`supplementalGroups/${i}`, group, '/spec'),
    ),
    ...pod.containers.flatMap((c) => isRoot('runAsGroup', c.securityContext['runAsGroup'], c.path, c.name)),
  ];
}

function unsetUsersOf(pod: PodSubject): PodSecurityViolation[] {
  return pod.containers
    .filter((c) => typeof (c.securityContext['runAsUser'] ?? pod.securityContext['runAsUser']) !== 'number')
    .map(({ path, name }) => ({
      path: `${path}/securityContext/runAsUser`,
      container: name,
      message: "runAsUser is not set: the container runs as the image's user, whatever that is",
      severity: Severity.LOW,
    }));
}
