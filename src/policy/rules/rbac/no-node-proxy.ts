import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { NODE_PROXY } from './rights';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';
import { exampleRole } from '../../example';

/** Checks that no role has access to the API of kubelets. */
export const noNodeProxy = roleRule({
  id: 'no-node-proxy',
  topic: Topic.RBAC,
  title: 'No role has access to the kubelet through nodes/proxy',
  severity: Severity.HIGH,
  rationale:
    'The API of the kubelet can run commands in every container of its node, bypassing admission and the audit log.',
  fix: 'remove nodes/proxy; use nodes/metrics and nodes/stats for metrics',
  controls: [...nist('4.3.1'), ...cis('5.1.10')],
  grants: NODE_PROXY,
  examples: {
    good: [exampleRole('{apiGroups: [""], resources: [nodes, nodes/metrics], verbs: [get]}')],
    bad: [exampleRole('{apiGroups: [""], resources: [nodes/proxy], verbs: [get]}')],
  },
});
