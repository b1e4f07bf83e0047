import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { sysctls } from '../../pod-security/checks/sysctls';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that pods set only kernel parameters that apply to the pod. */
export const safeSysctls = podSecurityRule({
  id: 'safe-sysctls',
  topic: Topic.PRIVILEGES,
  title: 'Pods set only kernel parameters that apply to the pod',
  severity: Severity.HIGH,
  rationale: 'Other parameters are shared with the node or with other pods, or can be used to exhaust them.',
  fix: 'remove the parameter, or set it on the node for all pods',
  baseline: sysctls,
  controls: [...nist('4.4.3'), ...cis('5.7.3')],
  cel: "variables.podSpec.?securityContext.?sysctls.orValue([]).all(s, s.name in ['kernel.shm_rmid_forced', 'net.ipv4.ip_local_port_range', 'net.ipv4.tcp_syncookies', 'net.ipv4.ping_group_range', 'net.ipv4.ip_unprivileged_port_start', 'net.ipv4.ip_local_reserved_ports', 'net.ipv4.tcp_keepalive_time', 'net.ipv4.tcp_fin_timeout', 'net.ipv4.tcp_keepalive_intvl', 'net.ipv4.tcp_keepalive_probes', 'net.ipv4.tcp_rmem', 'net.ipv4.tcp_wmem', 'net.ipv4.tcp_slow_start_after_idle', 'net.ipv4.tcp_notsent_lowat'])",
  examples: {
    good: [
      examplePod({ spec: 'securityContext: {sysctls: [{name: net.ipv4.ip_unprivileged_port_start, value: "1"}]}' }),
    ],
    bad: [examplePod({ spec: 'securityContext: {sysctls: [{name: kernel.msgmax, value: "1"}]}' })],
  },
});
