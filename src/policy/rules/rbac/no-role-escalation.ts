import { Severity } from '../../../diagnostics/severity';
import { exampleRole } from '../../example';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { ROLE_ESCALATION } from './rights';
import { roleRule } from './role-rule';
import { Topic } from '../../topic';

/** Checks that no role can extend its own rights. */
export const noRoleEscalation = roleRule({
  id: 'no-role-escalation',
  topic: Topic.RBAC,
  title: 'No role can bind, escalate or impersonate',
  severity: Severity.HIGH,
  rationale:
    'With bind or escalate, a subject can give itself any right. With impersonate, it can act as any user. The other rights of its role do not matter.',
  fix: 'remove the verbs, or list narrow roles and users in resourceNames',
  controls: [...nist('4.3.1'), ...cis('5.1.8'), ...nsa('C-0035')],
  grants: ROLE_ESCALATION,
  examples: {
    good: [
      exampleRole(
        '{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind], resourceNames: [sensor]}',
      ),
      exampleRole('{apiGroups: [""], resources: [pods], verbs: [get, list]}'),
      exampleRole('{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [get, create]}'),
    ],
    bad: [
      exampleRole(
        '{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind], resourceNames: [cluster-admin]}',
      ),
      exampleRole("{apiGroups: [''], resources: [groups], verbs: [impersonate], resourceNames: ['system:masters']}"),
      exampleRole("{apiGroups: [''], resources: [users], verbs: [impersonate], resourceNames: ['']}"),
      exampleRole('{apiGroups: [authentication.k8s.io], resources: [userextras/scopes], verbs: [impersonate]}'),
      exampleRole('{apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [escalate]}'),
      exampleRole('{apiGroups: [""], resources: [users], verbs: [impersonate]}'),
    ],
  },
});
