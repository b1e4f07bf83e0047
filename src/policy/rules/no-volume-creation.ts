import { Severity } from '../../severity';
import { nist } from '../frameworks/nist-800-190';
import { cis } from '../frameworks/cis';
import { RoleRule } from '../role-rule';

/** No role makes persistent volumes. */
export class NoVolumeCreation extends RoleRule {
  constructor() {
    super({
      id: 'no-volume-creation',
      title: 'No role makes persistent volumes',
      severity: Severity.MEDIUM,
      rationale:
        'A persistent volume may be any path of any node: who makes one and claims it mounts that path past every rule about hostPath.',
      fix: 'let a storage class provision volumes, and claim them',
      controls: [...nist('4.3.1', '4.5.5'), ...cis('5.1.9')],
      grants: [{ groups: [''], resources: ['persistentvolumes'], verbs: ['create'] }],
      examples: {
        good: [
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: [""], resources: ["persistentvolumeclaims"], verbs: ["create"]}]
`,
        ],
        bad: [
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: [""], resources: ["persistentvolumes"], verbs: ["create"]}]
`,
        ],
      },
    });
  }
}
