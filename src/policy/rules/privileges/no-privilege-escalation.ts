import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { allowPrivilegeEscalation } from '../../pod-security/checks/allow-privilege-escalation';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that no process of a container can gain privileges. */
export const noPrivilegeEscalation = podSecurityRule({
  id: 'no-privilege-escalation',
  topic: Topic.PRIVILEGES,
  title: 'No process can gain more privileges than its parent',
  severity: Severity.HIGH,
  rationale:
    'A program with the setuid bit or with file capabilities runs with more rights than the user who starts it. If allowPrivilegeEscalation is false, the kernel ignores both. The field exists only on containers, so set it on each of them.',
  fix: 'set securityContext.allowPrivilegeEscalation to false on the container; this is not possible for a privileged container, or one that adds SYS_ADMIN',
  restricted: allowPrivilegeEscalation,
  controls: [...nist('4.4.3'), ...cis('5.2.6'), ...nsa('C-0016')],
  cel: "variables.podSpec.?os.?name.orValue('') == 'windows' || variables.containers.all(c, c.?securityContext.?allowPrivilegeEscalation.orValue(true) == false)",
  examples: {
    good: [examplePod({ container: 'securityContext: {allowPrivilegeEscalation: false}' })],
    bad: [examplePod(), examplePod({ container: 'securityContext: {allowPrivilegeEscalation: true}' })],
  },
});
