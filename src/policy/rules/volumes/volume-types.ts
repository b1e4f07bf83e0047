import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { restrictedVolumes } from '../../pod-security/checks/volumes';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Volumes are of the types that restricted takes; a path of the node is the matter of another rule. */
export const volumeTypes = podSecurityRule({
  id: 'volume-types',
  topic: Topic.VOLUMES,
  title: 'Volumes are of types that need no trust in a server or a driver',
  severity: Severity.HIGH,
  rationale:
    "The driver of such a volume runs in the kernel or the kubelet with the pod's choice of server and options, so a pod that may name any reaches beyond its confinement. Most are no longer served at all.",
  fix: 'use a persistent volume claim, whose volume an administrator has made, or one of configMap, csi, downwardAPI, emptyDir, ephemeral, image, projected, secret',
  restricted: restrictedVolumes,
  takes: ({ value }) => value !== 'hostPath',
  controls: [...nist('4.5.5'), ...cis('5.2.12')],
  cel: 'variables.podSpec.?volumes.orValue([]).all(v, has(v.configMap) || has(v.csi) || has(v.downwardAPI) || has(v.emptyDir) || has(v.ephemeral) || has(v.image) || has(v.persistentVolumeClaim) || has(v.projected) || has(v.secret) || has(v.hostPath))',
  examples: {
    good: [
      examplePod({ spec: 'volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]' }),
      examplePod({ spec: 'volumes: [{name: data}]' }),
    ],
    bad: [
      examplePod({ spec: 'volumes: [{name: data, nfs: {server: nas.example, path: /}}]' }),
      examplePod({ spec: 'volumes: [{name: data, gitRepo: {repository: "https://git.example/x"}}]' }),
    ],
  },
});
