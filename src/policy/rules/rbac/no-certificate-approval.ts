import { Severity } from '../../../diagnostics/severity';
import { exampleRole } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { CERTIFICATE_APPROVAL } from './rights';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';

/** Checks that no role approves, signs or attests certificates. */
export const noCertificateApproval = roleRule({
  id: 'no-certificate-approval',
  topic: Topic.RBAC,
  title: 'No role approves or signs certificates of the cluster',
  severity: Severity.HIGH,
  rationale:
    'Anyone who can approve or sign a request can make a client certificate of any user, including a node or an administrator. Anyone who can attest a trust bundle decides which API server the pods trust.',
  fix: 'leave approval and signing to the controllers of the cluster, or list a signer of your own in resourceNames',
  controls: [...nist('4.3.1', '4.3.2'), ...cis('5.1.11')],
  grants: CERTIFICATE_APPROVAL,
  examples: {
    good: [
      exampleRole(
        '{apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve], resourceNames: [shop.example/gateways]}',
      ),
      exampleRole('{apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests], verbs: [create, get]}'),
    ],
    bad: [
      exampleRole(
        '{apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve], resourceNames: [kubernetes.io/kube-apiserver-client]}',
      ),
      exampleRole('{apiGroups: [certificates.k8s.io], resources: [signers], verbs: [sign]}'),
      exampleRole("{apiGroups: ['*'], resources: [signers], verbs: ['*'], resourceNames: ['kubernetes.io/*']}"),
      exampleRole("{apiGroups: [certificates.k8s.io], resources: ['*/approval'], verbs: [patch]}"),
      exampleRole(
        '{apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update]}',
      ),
    ],
  },
});
