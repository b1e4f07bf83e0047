import { isObject } from '../../../kubernetes/manifest';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { isBinding } from './role-rule';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';
import { subjectName } from './subject-name';

/** Checks that no binding makes anyone an administrator of the cluster. */
export const noClusterAdmin = rule({
  id: 'no-cluster-admin',
  topic: Topic.RBAC,
  scope: 'object',
  looksAt: { kinds: ['RoleBinding', 'ClusterRoleBinding'] },
  title: 'No subject is bound to cluster-admin',
  severity: Severity.CRITICAL,
  rationale:
    'cluster-admin has every right in the cluster, so an attacker in one pod with this role controls every gateway.',
  fix: 'bind a role with only the rights that the subject needs',
  controls: [...nist('4.3.1'), ...cis('5.1.1'), ...nsa('C-0035')],
  check,
  examples: {
    good: [
      `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: sensor}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: sensor, namespace: shop}]
`,
    ],
    bad: [
      `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: sensor}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
subjects: [{kind: ServiceAccount, name: sensor, namespace: shop}]
`,
    ],
  },
});

function check(object: ObjectSubject): Violation[] {
  if (!isBinding(object) || object.textAt('roleRef', 'name') !== 'cluster-admin') return [];
  const message = `${object.kind} gives its subjects the role cluster-admin`;
  const subjects = object.listAt('subjects').filter(isObject);
  if (subjects.length === 0) return [{ path: '/roleRef/name', value: '', message }];
  return subjects.map((subject) => ({
    path: '/roleRef/name',
    value: subjectName(subject),
    message: `${object.kind} gives ${subjectName(subject)} the role cluster-admin`,
  }));
}
