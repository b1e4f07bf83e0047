import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { restrictedVolumes } from '../../pod-security/checks/volumes';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import { examplePod } from '../../example';

/** Checks that volumes have the types that Pod Security restricted accepts. Another rule checks paths of the node. */
export const volumeTypes = podSecurityRule({
  id: 'volume-types',
  topic: Topic.VOLUMES,
  title: 'Volumes have types that do not require trust in a server or a driver',
  severity: Severity.HIGH,
  rationale:
    'The driver of such a volume runs in the kernel or the kubelet, but the pod chooses its server and options. The pod can then act outside its confinement. Kubernetes no longer supports most of these types.',
  fix: 'use a persistent volume claim with a volume of an administrator, or one of configMap, csi, downwardAPI, emptyDir, ephemeral, image, projected, secret',
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
