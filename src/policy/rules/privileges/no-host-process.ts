import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { windowsHostProcess } from '../../pod-security/checks/windows-host-process';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that no Windows container runs as a process of its node. */
export const noHostProcess = podSecurityRule({
  id: 'no-host-process',
  topic: Topic.PRIVILEGES,
  title: 'No Windows container runs as a process of its node',
  severity: Severity.CRITICAL,
  rationale:
    'A HostProcess container runs as a process of the node with the rights of the node, like a privileged container on Linux.',
  fix: 'remove windowsOptions.hostProcess',
  baseline: windowsHostProcess,
  controls: [...nist('4.4.3'), ...cis('5.2.11')],
  cel: 'variables.podSpec.?securityContext.?windowsOptions.?hostProcess.orValue(false) == false && variables.containers.all(c, c.?securityContext.?windowsOptions.?hostProcess.orValue(false) == false)',
  examples: {
    good: [examplePod({ container: 'securityContext: {windowsOptions: {runAsUserName: ContainerUser}}' })],
    bad: [examplePod({ container: 'securityContext: {windowsOptions: {hostProcess: true}}' })],
  },
});
