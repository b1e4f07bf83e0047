import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';
import { exampleRole } from '../../example';

/** Checks that no role changes network policies or endpoints. */
export const noNetworkChange = roleRule({
  id: 'no-network-change',
  topic: Topic.RBAC,
  title: 'No role changes network policies, or the endpoints of a Service',
  severity: Severity.MEDIUM,
  rationale:
    'Network policies are additive, so another policy can open a pod that the existing policies isolate. Anyone who can write endpoints can send the traffic of a Service to any address, bypassing the policies of other namespaces (CVE-2021-25740).',
  fix: 'leave network policies and endpoints to the engine that rolls out the manifests, and to the controllers of the cluster',
  references: ['https://nvd.nist.gov/vuln/detail/CVE-2021-25740'],
  controls: nist('4.3.1', '4.3.3', '4.4.2'),
  grants: [
    {
      groups: ['networking.k8s.io', 'extensions'],
      resources: ['networkpolicies'],
      verbs: ['create', 'update', 'patch', 'delete', 'deletecollection'],
    },
    { groups: [''], resources: ['endpoints'], verbs: ['create', 'update', 'patch'] },
    { groups: ['discovery.k8s.io'], resources: ['endpointslices'], verbs: ['create', 'update', 'patch'] },
  ],
  examples: {
    good: [
      exampleRole('{apiGroups: [networking.k8s.io], resources: [networkpolicies], verbs: [get, list, watch]}', {
        kind: 'Role',
      }),
      exampleRole('{apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [watch]}'),
    ],
    bad: [
      exampleRole('{apiGroups: [networking.k8s.io], resources: [networkpolicies], verbs: [delete]}', { kind: 'Role' }),
      exampleRole('{apiGroups: [""], resources: [endpoints], verbs: [patch]}'),
    ],
  },
});
