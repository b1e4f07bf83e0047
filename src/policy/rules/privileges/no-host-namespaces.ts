import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { hostNamespaces } from '../../pod-security/checks/host-namespaces';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** No pod shares a namespace with its node. */
export const noHostNamespaces = podSecurityRule({
  id: 'no-host-namespaces',
  topic: Topic.PRIVILEGES,
  title: 'No pod shares the network, the process ids or the IPC of its node',
  severity: Severity.HIGH,
  rationale:
    "On the node's network a pod reaches services that listen on loopback, and no network policy holds; with the node's process ids or IPC it sees, and may signal or read, what else runs there.",
  fix: 'remove hostNetwork, hostPID and hostIPC; reach the node through a Service, or the one socket that the app needs',
  baseline: hostNamespaces,
  controls: [
    ...nist('4.3.3', '4.4.2', '4.4.3', '4.5.2'),
    ...cis('5.2.3', '5.2.4', '5.2.5'),
    ...nsa('C-0038', 'C-0041'),
  ],
  cel: 'variables.podSpec.?hostNetwork.orValue(false) == false && variables.podSpec.?hostPID.orValue(false) == false && variables.podSpec.?hostIPC.orValue(false) == false',
  examples: {
    good: [examplePod(), examplePod({ spec: 'hostNetwork: false' })],
    bad: [
      examplePod({ spec: 'hostNetwork: true' }),
      examplePod({ spec: 'hostPID: true' }),
      examplePod({ spec: 'hostIPC: true' }),
    ],
  },
});
