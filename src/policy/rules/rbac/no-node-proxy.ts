import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { NODE_PROXY } from './rights';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';
import { exampleRole } from '../../example';

/** No role speaks to kubelets. */
export const noNodeProxy = roleRule({
  id: 'no-node-proxy',
  topic: Topic.RBAC,
  title: 'No role reaches the kubelet through nodes/proxy',
  severity: Severity.HIGH,
  rationale:
    "The kubelet's own API runs commands in every container of its node, past admission and past the audit log.",
  fix: 'remove nodes/proxy; metrics are served by nodes/metrics and nodes/stats',
  controls: [...nist('4.3.1'), ...cis('5.1.10')],
  grants: NODE_PROXY,
  examples: {
    good: [exampleRole('{apiGroups: [""], resources: [nodes, nodes/metrics], verbs: [get]}')],
    bad: [exampleRole('{apiGroups: [""], resources: [nodes/proxy], verbs: [get]}')],
  },
});
