import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import { ROLE_CHANGE } from './rights';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';
import { exampleRole } from '../../example';

/** Checks that no role changes roles. */
export const noRoleChange = roleRule({
  id: 'no-role-change',
  topic: Topic.RBAC,
  title: 'No role changes roles or bindings',
  severity: Severity.MEDIUM,
  rationale:
    'Anyone who can change bindings can pass on all their rights, for example to the service account of an app, and can remove the rights of auditors.',
  fix: 'leave roles and bindings to the engine that rolls out the manifests from Git',
  controls: [...nist('4.3.1'), ...nsa('C-0035')],
  grants: ROLE_CHANGE,
  examples: {
    good: [
      exampleRole('{apiGroups: [rbac.authorization.k8s.io], resources: [roles, rolebindings], verbs: [get, list]}', {
        kind: 'Role',
      }),
    ],
    bad: [
      exampleRole('{apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [create]}', {
        kind: 'Role',
      }),
      exampleRole('{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [get, patch]}'),
    ],
  },
});
