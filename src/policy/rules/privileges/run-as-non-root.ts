import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { runAsNonRoot } from '../../pod-security/checks/run-as-non-root';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that every container requires a user other than 0. */
export const startsAsNonRoot = podSecurityRule({
  id: 'run-as-non-root',
  topic: Topic.PRIVILEGES,
  title: 'No container can start as user 0',
  severity: Severity.HIGH,
  rationale:
    'User 0 of a container is user 0 of the node, so a vulnerability in the kernel or the runtime can give an attacker the gateway. If runAsNonRoot is true, the kubelet does not start an image that would run as user 0.',
  fix: 'set securityContext.runAsNonRoot to true on the pod, and set runAsUser to a number other than 0 if the image names its user',
  restricted: runAsNonRoot,
  controls: [...nist('4.1.2', '4.4.3'), ...cis('5.2.7'), ...nsa('C-0013')],
  cel: 'variables.podSpec.?hostUsers.orValue(true) == false || (variables.podSpec.?securityContext.?runAsNonRoot.orValue(true) == true && variables.containers.all(c, c.?securityContext.?runAsNonRoot.orValue(variables.podSpec.?securityContext.?runAsNonRoot.orValue(false)) == true))',
  examples: {
    good: [
      examplePod({ spec: 'securityContext: {runAsNonRoot: true}' }),
      examplePod({ container: 'securityContext: {runAsNonRoot: true}' }),
    ],
    bad: [
      examplePod(),
      examplePod({
        spec: 'securityContext: {runAsNonRoot: true}',
        container: 'securityContext: {runAsNonRoot: false}',
      }),
      examplePod({
        spec: 'securityContext: {runAsNonRoot: false}',
        container: 'securityContext: {runAsNonRoot: true}',
      }),
    ],
  },
});
