import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { hostPathVolumes, restrictedVolumes } from '../../pod-security/checks/volumes';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that no volume is a path of the node. */
export const noHostPath = podSecurityRule({
  id: 'no-host-path',
  topic: Topic.VOLUMES,
  title: 'No volume is a path of the node',
  severity: Severity.HIGH,
  rationale:
    'A path of the node outlives the pod, is shared with everything that mounts it, and gives an app access to files of the gateway. A read-only mount does not prevent connections to a socket.',
  fix: 'use an emptyDir or a persistent volume claim for data, a ConfigMap or a Secret for files, and a device plugin for devices',
  baseline: hostPathVolumes,
  restricted: restrictedVolumes,
  takes: ({ value }) => value === 'hostPath',
  controls: [...nist('4.5.5'), ...cis('5.2.12')],
  cel: 'variables.podSpec.?volumes.orValue([]).all(v, !has(v.hostPath))',
  examples: {
    good: [
      examplePod({ spec: 'volumes: [{name: data, emptyDir: {}}]' }),
      examplePod({ spec: 'volumes: [{name: data, configMap: {name: settings}}]' }),
    ],
    bad: [
      examplePod({ spec: 'volumes: [{name: data, hostPath: {path: /var/log}}]' }),
      examplePod({ spec: 'volumes: [{name: data, hostPath: {path: /run/containerd/containerd.sock, type: Socket}}]' }),
    ],
  },
});
