import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { allowPrivilegeEscalation } from '../../pod-security/checks/allow-privilege-escalation';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** No process of a container may gain privileges. */
export const noPrivilegeEscalation = podSecurityRule({
  id: 'no-privilege-escalation',
  topic: Topic.PRIVILEGES,
  title: 'No process may gain more privileges than its parent',
  severity: Severity.HIGH,
  rationale:
    'A setuid program or one with file capabilities makes user 0, or its capabilities, out of any user. With allowPrivilegeEscalation false the kernel ignores both. Each container says so for itself.',
  fix: 'set securityContext.allowPrivilegeEscalation to false on the container; a privileged one, or one that adds SYS_ADMIN, cannot have it',
  restricted: allowPrivilegeEscalation,
  controls: [...nist('4.4.3'), ...cis('5.2.6'), ...nsa('C-0016')],
  cel: "variables.podSpec.?os.?name.orValue('') == 'windows' || variables.containers.all(c, c.?securityContext.?allowPrivilegeEscalation.orValue(true) == false)",
  examples: {
    good: [examplePod({ container: 'securityContext: {allowPrivilegeEscalation: false}' })],
    bad: [examplePod(), examplePod({ container: 'securityContext: {allowPrivilegeEscalation: true}' })],
  },
});
