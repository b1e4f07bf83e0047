import { Severity } from '../../../diagnostics/severity';
import { exampleRole } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';

/** Checks that no role runs commands in pods. */
export const noPodExec = roleRule({
  id: 'no-pod-exec',
  topic: Topic.RBAC,
  title: 'No role runs commands in other pods, or reaches them through the API server',
  severity: Severity.HIGH,
  rationale:
    'A command in a pod, or a container that is added to it, can use everything that the pod has: its Secrets, its keys in Parsec, its network. A request through the proxy of the API server bypasses the network policies of the pod.',
  fix: 'remove pods/exec, pods/attach, pods/portforward, pods/proxy, services/proxy and pods/ephemeralcontainers',
  controls: [...nist('4.3.1'), ...nsa('C-0002')],
  grants: [
    { groups: [''], resources: ['pods/exec', 'pods/attach', 'pods/portforward'], verbs: ['create', 'get'] },
    {
      groups: [''],
      resources: ['pods/proxy', 'services/proxy'],
      verbs: ['get', 'create', 'update', 'patch', 'delete'],
    },
    { groups: [''], resources: ['pods/ephemeralcontainers'], verbs: ['patch', 'update'] },
  ],
  examples: {
    good: [exampleRole('{apiGroups: [""], resources: [pods], verbs: [get, list]}')],
    bad: [
      exampleRole("{apiGroups: [''], resources: [services/proxy], verbs: [get]}"),
      exampleRole('{apiGroups: [""], resources: ["*/exec"], verbs: [create]}', { kind: 'Role' }),
      exampleRole('{apiGroups: [""], resources: [pods/exec], verbs: [create]}'),
      exampleRole('{apiGroups: [""], resources: [pods/ephemeralcontainers], verbs: [patch]}'),
    ],
  },
});
