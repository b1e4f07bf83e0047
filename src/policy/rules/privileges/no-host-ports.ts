import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { hostPorts } from '../../pod-security/checks/host-ports';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that no container uses a port of its node. */
export const noHostPorts = podSecurityRule({
  id: 'no-host-ports',
  topic: Topic.PRIVILEGES,
  title: 'No container uses a port of its node',
  severity: Severity.HIGH,
  rationale:
    'The whole network of the gateway can reach a host port, bypassing Services and often network policies. Only one pod of a node can use the port.',
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
