import { Severity } from '../../severity';
import { nist } from '../frameworks/nist-800-190';
import { nsa } from '../frameworks/nsa-cisa';
import { RoleRule } from '../role-rule';

const VERBS = ['create', 'update', 'patch', 'delete', 'deletecollection'];

/** No role changes roles. */
export class NoRoleChange extends RoleRule {
  constructor() {
    super({
      id: 'no-role-change',
      title: 'No role changes roles, or who has them',
      severity: Severity.MEDIUM,
      rationale:
        'Who changes bindings hands on all that they have, to the account of an app as well, and takes away what others watch them with.',
      fix: 'leave roles and bindings to the engine that rolls out the manifests, from git',
      controls: [...nist('4.3.1'), ...nsa('C-0035')],
      grants: [
        {
          groups: ['rbac.authorization.k8s.io'],
          resources: ['clusterrolebindings', 'clusterroles', 'rolebindings', 'roles'],
          verbs: VERBS,
        },
      ],
      examples: {
        good: [
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: sensor}
rules: [{apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles", "rolebindings"], verbs: ["get", "list"]}]
`,
        ],
        bad: [
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: sensor}
rules: [{apiGroups: ["rbac.authorization.k8s.io"], resources: ["rolebindings"], verbs: ["create"]}]
`,
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"], verbs: ["get", "patch"]}]
`,
        ],
      },
    });
  }
}
