import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';

/** No role makes tokens. */
export const noTokenCreation = roleRule({
  id: 'no-token-creation',
  topic: Topic.RBAC,
  title: 'No role makes tokens of service accounts',
  severity: Severity.HIGH,
  rationale: 'Who makes a token is that service account, from anywhere, until the token ends.',
  fix: 'name the service accounts in resourceNames',
  controls: [...nist('4.3.1', '4.3.2'), ...cis('5.1.13')],
  grants: [{ groups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] }],
  examples: {
    good: [
      `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: [""], resources: ["serviceaccounts"], verbs: ["get"]}]
`,
    ],
    bad: [
      `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: [""], resources: ["*/token"], verbs: ["create"]}]
`,
      `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: [""], resources: ["serviceaccounts/token"], verbs: ["create"]}]
`,
    ],
  },
});
