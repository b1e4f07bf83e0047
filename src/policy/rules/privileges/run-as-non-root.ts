import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { runAsNonRoot } from '../../pod-security/checks/run-as-non-root';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Every container says that it does not run as user 0. */
export const startsAsNonRoot = podSecurityRule({
  id: 'run-as-non-root',
  topic: Topic.PRIVILEGES,
  title: 'No container may start as user 0',
  severity: Severity.HIGH,
  rationale:
    'User 0 of a container is user 0 of the node: a flaw in the kernel or the runtime then hands over the gateway. With runAsNonRoot the kubelet refuses to start an image that would run as user 0.',
  fix: 'set securityContext.runAsNonRoot to true on the pod, and a runAsUser other than 0 for an image whose user is a name',
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
