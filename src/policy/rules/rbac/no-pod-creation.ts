import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';
import { exampleRole } from '../../example';

/** Checks that no role creates pods. */
export const noPodCreation = roleRule({
  id: 'no-pod-creation',
  topic: Topic.RBAC,
  title: 'No role creates pods, or workloads that create pods',
  severity: Severity.MEDIUM,
  rationale:
    'Anyone who can create a pod or change a pod template can mount every Secret of the namespace, and use each of its service accounts. They can also access the node as far as the namespace allows it to pods.',
  fix: 'leave rollouts to one engine, and give it a namespace of its own',
  controls: [...nist('4.3.1'), ...cis('5.1.4')],
  grants: [
    {
      groups: [''],
      resources: ['pods', 'podtemplates', 'replicationcontrollers'],
      verbs: ['create', 'update', 'patch'],
    },
    {
      groups: ['apps'],
      resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
      verbs: ['create', 'update', 'patch'],
    },
    { groups: ['batch'], resources: ['cronjobs', 'jobs'], verbs: ['create', 'update', 'patch'] },
  ],
  examples: {
    good: [
      exampleRole('{apiGroups: [apps], resources: [deployments/scale], verbs: [patch]}', { kind: 'Role' }),
      exampleRole('{apiGroups: [""], resources: [pods], verbs: [get, list]}'),
    ],
    bad: [
      exampleRole('{apiGroups: [apps], resources: [statefulsets], verbs: [patch]}', { kind: 'Role' }),
      exampleRole('{apiGroups: [""], resources: [pods], verbs: [create]}'),
      exampleRole('{apiGroups: [apps], resources: [deployments], verbs: ["*"]}', { kind: 'Role' }),
    ],
  },
});
