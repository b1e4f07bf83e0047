import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import { ROLE_CHANGE } from './rights';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';
import { exampleRole } from '../../example';

/** No role changes roles. */
export const noRoleChange = roleRule({
  id: 'no-role-change',
  topic: Topic.RBAC,
  title: 'No role changes roles, or who has them',
  severity: Severity.MEDIUM,
  rationale:
    'Who changes bindings hands on all that they have, to the account of an app as well, and takes away what others watch them with.',
  fix: 'leave roles and bindings to the engine that rolls out the manifests, from git',
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
