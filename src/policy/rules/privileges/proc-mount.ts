import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { procMount, procMountRestricted } from '../../pod-security/checks/proc-mount';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that the runtime masks /proc. */
export const maskedProcMount = podSecurityRule({
  id: 'proc-mount',
  topic: Topic.PRIVILEGES,
  title: 'The runtime masks the sensitive parts of /proc',
  severity: Severity.HIGH,
  rationale: 'Without the mask, a container can read and change kernel parameters that apply to the whole node.',
  fix: 'remove procMount; if nested containers need it, set hostUsers to false',
  baseline: procMount,
  restricted: procMountRestricted,
  controls: [...nist('4.4.3'), ...cis('5.7.3')],
  cel: "variables.containers.all(c, c.?securityContext.?procMount.orValue('Default') == 'Default')",
  examples: {
    good: [examplePod({ container: 'securityContext: {procMount: Default}' })],
    bad: [examplePod({ container: 'securityContext: {procMount: Unmasked}' })],
  },
});
