import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { privileged } from '../../pod-security/checks/privileged';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod, exampleWorkload } from '../../example';

/** Checks that no container is privileged. */
export const noPrivileged = podSecurityRule({
  id: 'no-privileged',
  topic: Topic.PRIVILEGES,
  title: 'No container is privileged',
  severity: Severity.CRITICAL,
  rationale:
    'A privileged container has every capability and every device of the node, without seccomp or AppArmor. Its processes have root access to the gateway.',
  fix: 'remove privileged; add only the capability or the device that the app needs',
  baseline: privileged,
  controls: [...nist('4.1.2', '4.4.3'), ...cis('5.2.2'), ...nsa('C-0057')],
  cel: 'variables.containers.all(c, c.?securityContext.?privileged.orValue(false) == false)',
  examples: {
    good: [examplePod({ container: 'securityContext: {privileged: false}' }), examplePod()],
    bad: [
      examplePod({ container: 'securityContext: {privileged: true}' }),
      exampleWorkload({
        kind: 'DaemonSet',
        spec: 'initContainers: [{name: setup, image: registry.example/setup:1.2.3, securityContext: {privileged: true}}]',
      }),
    ],
  },
});
