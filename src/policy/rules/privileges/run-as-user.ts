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

/** Checks that every container has a numeric user other than 0, and no group 0. */
export const numericUser = podSecurityRule({
  id: 'run-as-user',
  topic: Topic.PRIVILEGES,
  title: 'Every container runs as a numeric user other than 0, and without group 0',
  severity: Severity.HIGH,
  rationale:
    'User 0 is root on the node if it breaks out. Group 0 owns many files of images and of the node, and Pod Security does not check it. If the manifest does not set a user, the image decides, and the kubelet cannot check a user that is given by name.',
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

/** First version of the standard that accepts user 0 in a user namespace. */
const RELAXED_SINCE = 35;

/** Adds violations for what the standard accepts: group 0, and containers without runAsUser. */
function withGroups(rejected: PodSecurityViolation[], pod: PodSubject): PodSecurityViolation[] {
  const { minor } = pod._target.version;
  if (pod.isWindows || (minor >= RELAXED_SINCE && pod.hasUserNamespace)) return rejected;
  return [...rejected, ...groupsOf(pod), ...unsetUsersOf(pod)];
}

function groupsOf(pod: PodSubject): PodSecurityViolation[] {
  const isRoot = (field: string, value: unknown, base: string, container?: string): PodSecurityViolation[] =>
    value === 0
      ? [
          {
            path: `${base}/securityContext/${field}`,
            container,
            value: `${field.replace(/\/.*/, '')}: 0`,
            message: `${field} is 0; must be a number other than 0`,
            severity: Severity.MEDIUM,
          },
        ]
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
      message: 'runAsUser is unset, so the container runs as the user of the image',
      severity: Severity.LOW,
    }));
}
