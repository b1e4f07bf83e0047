import { Severity } from '../../severity';
import { nist } from '../frameworks/nist-800-190';
import { cis } from '../frameworks/cis';
import { RoleRule } from '../role-rule';

/** No role approves certificates. */
export class NoCertificateApproval extends RoleRule {
  constructor() {
    super({
      id: 'no-certificate-approval',
      title: 'No role approves certificate signing requests',
      severity: Severity.HIGH,
      rationale: 'Who approves a request makes a client certificate for any user, a node or an administrator included.',
      fix: 'leave approval to the controller that does it',
      controls: [...nist('4.3.1', '4.3.2'), ...cis('5.1.11')],
      grants: [
        {
          groups: ['certificates.k8s.io'],
          resources: ['certificatesigningrequests/approval'],
          verbs: ['update', 'patch'],
        },
        { groups: ['certificates.k8s.io'], resources: ['signers'], verbs: ['approve'] },
      ],
      examples: {
        good: [
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: ["certificates.k8s.io"], resources: ["certificatesigningrequests"], verbs: ["create", "get"]}]
`,
        ],
        bad: [
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: ["certificates.k8s.io"], resources: ["certificatesigningrequests/approval"], verbs: ["update"]}]
`,
        ],
      },
    });
  }
}
