import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { seLinuxOptions } from '../../pod-security/checks/se-linux-options';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that SELinux confines every container with a type for containers. */
export const selinuxOptions = podSecurityRule({
  id: 'selinux-options',
  topic: Topic.PROFILES,
  title: 'SELinux confines every container with a type for containers',
  severity: Severity.HIGH,
  rationale:
    'Another type, user or role may be able to read and change what the policy protects from containers; spc_t is not confined at all.',
  fix: 'remove type, user and role; set only level if volumes must be separated',
  baseline: seLinuxOptions,
  controls: [...nist('4.4.3'), ...cis('5.7.3')],
  cel: "(variables.podSpec.?securityContext.?seLinuxOptions.?type.orValue('') in ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']) && variables.podSpec.?securityContext.?seLinuxOptions.?user.orValue('') == '' && variables.podSpec.?securityContext.?seLinuxOptions.?role.orValue('') == '' && variables.containers.all(c, (c.?securityContext.?seLinuxOptions.?type.orValue('') in ['', 'container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']) && c.?securityContext.?seLinuxOptions.?user.orValue('') == '' && c.?securityContext.?seLinuxOptions.?role.orValue('') == '')",
  examples: {
    good: [examplePod({ container: 'securityContext: {seLinuxOptions: {level: "s0:c1,c2"}}' })],
    bad: [
      examplePod({ container: 'securityContext: {seLinuxOptions: {type: spc_t}}' }),
      examplePod({ container: 'securityContext: {seLinuxOptions: {user: system_u}}' }),
    ],
  },
});
