import { Severity } from '../../../diagnostics/severity';
import { exampleRole } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { ADMISSION_CHANGE } from './rights';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';

/** Checks that no role changes admission webhooks, admission policies or API services. */
export const noWebhookConfiguration = roleRule({
  id: 'no-webhook-configuration',
  topic: Topic.RBAC,
  title: 'No role changes admission webhooks, admission policies or API services',
  severity: Severity.HIGH,
  rationale:
    'A webhook reads every object that it requests, including Secrets, and can change it. An API service answers requests instead of the API server. Anyone who can delete a policy can remove what it enforces.',
  fix: 'leave admission and API services to the administrators of the cluster',
  controls: [...nist('4.3.1', '4.4.5'), ...cis('5.1.12')],
  grants: ADMISSION_CHANGE,
  examples: {
    good: [
      exampleRole(
        '{apiGroups: [admissionregistration.k8s.io], resources: [validatingwebhookconfigurations], verbs: [get, list]}',
      ),
    ],
    bad: [
      exampleRole('{apiGroups: [apiregistration.k8s.io], resources: [apiservices], verbs: [create]}'),
      exampleRole(
        '{apiGroups: [admissionregistration.k8s.io], resources: [mutatingwebhookconfigurations], verbs: [patch]}',
      ),
    ],
  },
});
