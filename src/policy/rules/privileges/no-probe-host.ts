import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { hostProbesAndHostLifecycle } from '../../pod-security/checks/host-probes-and-host-lifecycle';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that no probe or lifecycle handler sets a host. */
export const noProbeHost = podSecurityRule({
  id: 'no-probe-host',
  topic: Topic.PRIVILEGES,
  title: 'Probes and lifecycle handlers connect to their own pod',
  severity: Severity.HIGH,
  rationale:
    "The kubelet makes these connections from the node's network. A pod that sets a host can make the gateway send requests to the metadata service, to the loopback address, or to the local network.",
  fix: 'remove host; the kubelet then connects to the pod',
  baseline: hostProbesAndHostLifecycle,
  controls: [...nist('4.3.3')],
  cel: "variables.containers.all(c, [c.?livenessProbe.?httpGet.?host.orValue(''), c.?livenessProbe.?tcpSocket.?host.orValue(''), c.?readinessProbe.?httpGet.?host.orValue(''), c.?readinessProbe.?tcpSocket.?host.orValue(''), c.?startupProbe.?httpGet.?host.orValue(''), c.?startupProbe.?tcpSocket.?host.orValue(''), c.?lifecycle.?postStart.?httpGet.?host.orValue(''), c.?lifecycle.?postStart.?tcpSocket.?host.orValue(''), c.?lifecycle.?preStop.?httpGet.?host.orValue(''), c.?lifecycle.?preStop.?tcpSocket.?host.orValue('')].all(h, h == ''))",
  examples: {
    good: [examplePod({ container: 'livenessProbe: {httpGet: {path: /, port: 8080}}' })],
    bad: [
      examplePod({ container: 'livenessProbe: {httpGet: {host: 127.0.0.1, path: /, port: 8080}}' }),
      examplePod({ container: 'lifecycle: {preStop: {tcpSocket: {host: example.com, port: 80}}}' }),
    ],
  },
});
