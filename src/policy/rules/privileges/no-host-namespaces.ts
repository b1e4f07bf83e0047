import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { hostNamespaces } from '../../pod-security/checks/host-namespaces';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that no pod shares a namespace with its node. */
export const noHostNamespaces = podSecurityRule({
  id: 'no-host-namespaces',
  topic: Topic.PRIVILEGES,
  title: 'No pod shares the network, process ID or IPC namespace of its node',
  severity: Severity.HIGH,
  rationale:
    "In the node's network, a pod can reach services on the loopback address, and network policies do not apply. In the node's process ID or IPC namespace, it can see other processes, and often signal them or read their memory.",
  fix: 'remove hostNetwork, hostPID and hostIPC; reach the node through a Service, or mount the one socket that the app needs',
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
