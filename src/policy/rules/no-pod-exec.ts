import { Severity } from '../../severity';
import { nist } from '../frameworks/nist-800-190';
import { nsa } from '../frameworks/nsa-cisa';
import { RoleRule } from '../role-rule';

/** No role runs commands in pods. */
export class NoPodExec extends RoleRule {
  constructor() {
    super({
      id: 'no-pod-exec',
      title: 'No role runs commands in the pods of others',
      severity: Severity.HIGH,
      rationale:
        'A command in a pod, or a container put beside it, has what the pod has: its secrets, its keys in Parsec, its network.',
      fix: 'remove pods/exec, pods/attach, pods/portforward and pods/ephemeralcontainers',
      controls: [...nist('4.3.1'), ...nsa('C-0002')],
      grants: [
        { groups: [''], resources: ['pods/exec', 'pods/attach', 'pods/portforward'], verbs: ['create', 'get'] },
        { groups: [''], resources: ['pods/ephemeralcontainers'], verbs: ['patch', 'update'] },
      ],
      examples: {
        good: [
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: [""], resources: ["pods"], verbs: ["get", "list"]}]
`,
        ],
        bad: [
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: sensor}
rules: [{apiGroups: [""], resources: ["*/exec"], verbs: ["create"]}]
`,
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: [""], resources: ["pods/exec"], verbs: ["create"]}]
`,
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: [""], resources: ["pods/ephemeralcontainers"], verbs: ["patch"]}]
`,
        ],
      },
    });
  }
}
