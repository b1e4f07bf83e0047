import { Severity } from '../../../diagnostics/severity';
import { exampleRole } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { VOLUME_CREATION } from './rights';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';

/** Checks that no role creates persistent volumes. */
export const noVolumeCreation = roleRule({
  id: 'no-volume-creation',
  topic: Topic.RBAC,
  title: 'No role creates persistent volumes or storage classes',
  severity: Severity.MEDIUM,
  rationale:
    'A persistent volume can be any path of any node. Anyone who can create and claim one can mount that path without a hostPath volume in a pod. A storage class allows the same through its provisioner.',
  fix: 'let a storage class provision volumes, and claim them',
  controls: [...nist('4.3.1', '4.5.5'), ...cis('5.1.9')],
  grants: VOLUME_CREATION,
  examples: {
    good: [exampleRole('{apiGroups: [""], resources: [persistentvolumeclaims], verbs: [create]}')],
    bad: [
      exampleRole('{apiGroups: [storage.k8s.io], resources: [storageclasses], verbs: [create]}'),
      exampleRole('{apiGroups: [""], resources: [persistentvolumes], verbs: [create]}'),
    ],
  },
});
