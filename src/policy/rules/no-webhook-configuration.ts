import { Severity } from '../../severity';
import { nist } from '../frameworks/nist-800-190';
import { cis } from '../frameworks/cis';
import { RoleRule } from '../role-rule';

/** No role changes admission webhooks. */
export class NoWebhookConfiguration extends RoleRule {
  constructor() {
    super({
      id: 'no-webhook-configuration',
      title: 'No role changes admission webhooks or admission policies',
      severity: Severity.HIGH,
      rationale:
        'A webhook sees every object that it asks for, secrets included, and may change it; and who removes a policy removes what it enforces.',
      fix: 'leave admission to who administers the cluster',
      controls: [...nist('4.3.1', '4.4.5'), ...cis('5.1.12')],
      grants: [
        {
          groups: ['admissionregistration.k8s.io'],
          resources: [
            'mutatingadmissionpolicies',
            'mutatingadmissionpolicybindings',
            'mutatingwebhookconfigurations',
            'validatingadmissionpolicies',
            'validatingadmissionpolicybindings',
            'validatingwebhookconfigurations',
          ],
          verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
        },
      ],
      examples: {
        good: [
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: ["admissionregistration.k8s.io"], resources: ["validatingwebhookconfigurations"], verbs: ["get", "list"]}]
`,
        ],
        bad: [
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: {name: sensor}
rules: [{apiGroups: ["admissionregistration.k8s.io"], resources: ["mutatingwebhookconfigurations"], verbs: ["patch"]}]
`,
        ],
      },
    });
  }
}
