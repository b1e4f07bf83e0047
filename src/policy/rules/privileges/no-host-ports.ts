import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { hostPorts } from '../../pod-security/checks/host-ports';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** No container takes a port of its node. */
export const noHostPorts = podSecurityRule({
  id: 'no-host-ports',
  topic: Topic.PRIVILEGES,
  title: 'No container takes a port of its node',
  severity: Severity.HIGH,
  rationale:
    'A port of the node is open to the whole network of the gateway, past Services and often past network policies, and no second pod can have it.',
  fix: 'remove hostPort, and reach the app through a Service',
  baseline: hostPorts,
  controls: [...nist('4.3.3'), ...cis('5.2.13'), ...nsa('C-0044')],
  cel: 'variables.containers.all(c, c.?ports.orValue([]).all(p, p.?hostPort.orValue(0) == 0))',
  examples: {
    good: [
      examplePod({ container: 'ports: [{containerPort: 8080}]' }),
      examplePod({ container: 'ports: [{containerPort: 8080, hostPort: 0}]' }),
    ],
    bad: [examplePod({ container: 'ports: [{containerPort: 8080, hostPort: 80}]' })],
  },
});
