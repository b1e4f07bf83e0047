import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { capabilitiesRestricted } from '../../pod-security/checks/capabilities';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that every container drops ALL capabilities. */
export const dropAllCapabilities = podSecurityRule({
  id: 'drop-all-capabilities',
  topic: Topic.PRIVILEGES,
  title: 'Every container drops ALL capabilities',
  severity: Severity.HIGH,
  rationale:
    'The default capabilities differ between runtimes, and some of them give access to files of other users or to the traffic of other pods. You can add the capabilities that the app needs back by name.',
  fix: 'set securityContext.capabilities.drop to ["ALL"] on the container, and add back by name what the app needs',
  restricted: capabilitiesRestricted,
  takes: ({ form }) => form === 'drop',
  controls: [...nist('4.4.3'), ...cis('5.2.8', '5.2.10'), ...nsa('C-0046', 'C-0055')],
  cel: "variables.podSpec.?os.?name.orValue('') == 'windows' || variables.containers.all(c, 'ALL' in c.?securityContext.?capabilities.?drop.orValue([]))",
  examples: {
    good: [examplePod({ container: 'securityContext: {capabilities: {drop: [ALL]}}' })],
    bad: [
      examplePod(),
      examplePod({ container: 'securityContext: {capabilities: {drop: [NET_RAW]}}' }),
      examplePod({ container: 'securityContext: {capabilities: {drop: [all]}}' }),
    ],
  },
});
