import { Severity } from '../../../diagnostics/severity';
import { exampleRole } from '../../example';
import { cis } from '../../frameworks/cis';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import { NAMESPACE_CHANGE } from './rights';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';

/** Checks that no role changes namespaces. */
export const noNamespaceChange = roleRule({
  id: 'no-namespace-change',
  topic: Topic.RBAC,
  title: 'No role changes namespaces',
  severity: Severity.HIGH,
  rationale:
    'The labels of a namespace decide which pods the API server admits there, and which network policies and webhooks apply. Anyone who can change them can switch Pod Security off.',
  fix: 'leave namespaces to the engine that rolls out the manifests, or list the namespace in resourceNames',
  references: ['https://kubernetes.io/docs/concepts/security/pod-security-admission/'],
  controls: [...nist('4.3.1', '4.4.5'), ...cis('5.2.1'), ...nsa('C-0035')],
  grants: NAMESPACE_CHANGE,
  examples: {
    good: [
      exampleRole("{apiGroups: [''], resources: [namespaces], verbs: [get, list, watch]}"),
      exampleRole("{apiGroups: [''], resources: [namespaces], verbs: [patch], resourceNames: [shop]}"),
    ],
    bad: [
      exampleRole("{apiGroups: [''], resources: [namespaces], verbs: [patch]}"),
      exampleRole("{apiGroups: ['*'], resources: [pods, namespaces], verbs: ['*']}"),
    ],
  },
});
