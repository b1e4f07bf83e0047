import { quote } from '../../input-error';
import { isObject } from '../../kubernetes/manifest';
import type { ObjectSubject } from '../object-subject';
import type { Violation } from '../violation';
import { Severity } from '../../severity';
import { nist } from '../frameworks/nist-800-190';
import { cis } from '../frameworks/cis';
import { nsa } from '../frameworks/nsa-cisa';
import { ObjectRule } from '../rule';

const OPEN: ReadonlySet<unknown> = new Set([
  'system:anonymous',
  'system:authenticated',
  'system:masters',
  'system:unauthenticated',
]);

/** Rights belong to somebody. */
export class NoOpenSubjects extends ObjectRule {
  constructor() {
    super({
      id: 'no-open-subjects',
      title: 'No right is given to everybody or to system:masters',
      severity: Severity.CRITICAL,
      rationale:
        'system:anonymous and system:unauthenticated are whoever reaches the API server, and system:authenticated whoever has any account. system:masters is past every check, and cannot be taken away again.',
      fix: 'name the service account, the user or the group that needs the right',
      controls: [...nist('4.3.1', '4.3.2'), ...cis('5.1.7'), ...nsa('C-0035')],
      examples: {
        good: [
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: sensor}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: sensor, namespace: shop}]
`,
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: sensor}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, name: operators, apiGroup: rbac.authorization.k8s.io}]
`,
        ],
        bad: [
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: sensor}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: User, name: "system:anonymous", apiGroup: rbac.authorization.k8s.io}]
`,
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: sensor}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, name: "system:unauthenticated", apiGroup: rbac.authorization.k8s.io}]
`,
          `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: sensor}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: Group, name: "system:masters", apiGroup: rbac.authorization.k8s.io}]
`,
        ],
      },
    });
  }

  public check(object: ObjectSubject): Violation[] {
    if (!/^(Cluster)?RoleBinding$/.test(object.kind)) return [];
    return object.listAt('subjects').flatMap((subject, i) => {
      if (!isObject(subject) || (subject['kind'] !== 'User' && subject['kind'] !== 'Group')) return [];
      if (!OPEN.has(subject['name'])) return [];
      return [{ path: `/subjects/${i}/name`, message: `a right is given to ${quote(subject['name'])}` }];
    });
  }
}
