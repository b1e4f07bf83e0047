import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { procMount, procMountRestricted } from '../../pod-security/checks/proc-mount';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** The runtime masks /proc. */
export const maskedProcMount = podSecurityRule({
  id: 'proc-mount',
  topic: Topic.PRIVILEGES,
  title: 'What the runtime masks of /proc stays masked',
  severity: Severity.HIGH,
  rationale: 'Unmasked, /proc shows and sets parameters of the kernel that hold for the whole node.',
  fix: 'remove procMount; where nested containers need it, set hostUsers to false',
  baseline: procMount,
  restricted: procMountRestricted,
  controls: [...nist('4.4.3'), ...cis('5.7.3')],
  cel: "variables.containers.all(c, c.?securityContext.?procMount.orValue('Default') == 'Default')",
  examples: {
    good: [examplePod({ container: 'securityContext: {procMount: Default}' })],
    bad: [examplePod({ container: 'securityContext: {procMount: Unmasked}' })],
  },
});
