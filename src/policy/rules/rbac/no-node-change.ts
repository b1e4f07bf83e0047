import { Severity } from '../../../diagnostics/severity';
import { exampleRole } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import { NODE_CHANGE } from './rights';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';

/** Checks that no role changes nodes. */
export const noNodeChange = roleRule({
  id: 'no-node-change',
  topic: Topic.RBAC,
  title: 'No role changes nodes, or their status',
  severity: Severity.HIGH,
  rationale:
    'The labels and taints of a node decide which pods run there. Anyone who can change them can evict every pod, and move the pods of others to a node of their choice. The status of a node contains the address that the API server calls for logs and commands.',
  fix: 'leave nodes to the kubelet and to the controllers of the cluster, or list the one node in resourceNames',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/#noderestriction'],
  controls: [...nist('4.3.1', '4.3.4'), ...nsa('C-0035')],
  grants: NODE_CHANGE,
  examples: {
    good: [
      exampleRole("{apiGroups: [''], resources: [nodes, nodes/status], verbs: [get, list, watch]}"),
      exampleRole("{apiGroups: [''], resources: [nodes], verbs: [patch], resourceNames: [gateway-1]}"),
    ],
    bad: [
      exampleRole("{apiGroups: [''], resources: [nodes], verbs: [patch]}"),
      exampleRole("{apiGroups: [''], resources: ['*/status'], verbs: [update]}"),
      exampleRole("{apiGroups: ['*'], resources: [nodes], verbs: ['*']}"),
    ],
  },
});
