import { quote } from '../../../diagnostics/input-error';
import { isObject, stringAt } from '../../../kubernetes/manifest';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { isBinding } from './role-rule';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no binding grants rights to a group that includes everyone. */
export const noOpenSubjects = rule({
  id: 'no-open-subjects',
  topic: Topic.RBAC,
  scope: 'object',
  looksAt: { kinds: ['RoleBinding', 'ClusterRoleBinding'] },
  title: 'No binding grants rights to everyone, to every pod or to system:masters',
  severity: Severity.CRITICAL,
  rationale:
    'system:anonymous and system:unauthenticated are everyone who can reach the API server, and system:authenticated is everyone who has an account. system:serviceaccounts is every pod of the cluster, and system:serviceaccounts:shop is every pod of the namespace shop. No check applies to system:masters.',
  fix: 'bind the role to the service account, the user or the group that needs it',
  controls: [...nist('4.3.1', '4.3.2'), ...cis('5.1.7'), ...nsa('C-0035')],
  check,
  examples: {
    good: [
      binding('{kind: ServiceAccount, name: sensor, namespace: shop}'),
      binding('{kind: Group, name: operators, apiGroup: rbac.authorization.k8s.io}'),
    ],
    bad: [
      binding('{kind: Group, name: "system:serviceaccounts", apiGroup: rbac.authorization.k8s.io}'),
      binding('{kind: Group, name: "system:serviceaccounts:shop", apiGroup: rbac.authorization.k8s.io}'),
      binding('{kind: User, name: "system:anonymous", apiGroup: rbac.authorization.k8s.io}'),
      binding('{kind: Group, name: "system:unauthenticated", apiGroup: rbac.authorization.k8s.io}'),
      binding('{kind: Group, name: "system:masters", apiGroup: rbac.authorization.k8s.io}'),
    ],
  },
});

/** Users and groups that stand for many subjects, with a description of these subjects. */
const OPEN: Readonly<Record<string, string>> = {
  'system:anonymous': 'everyone who can reach the API server',
  'system:authenticated': 'everyone who has an account',
  'system:masters': 'the group that no check applies to',
  'system:serviceaccounts': 'every service account of the cluster, and so every pod',
  'system:unauthenticated': 'everyone who can reach the API server',
};

const ACCOUNTS_OF = 'system:serviceaccounts:';

function check(object: ObjectSubject): Violation[] {
  if (!isBinding(object)) return [];
  return object.listAt('subjects').flatMap((subject, i) => {
    if (!isObject(subject) || (subject['kind'] !== 'User' && subject['kind'] !== 'Group')) return [];
    const name = stringAt(subject, 'name') ?? '';
    const who = whoIs(name);
    if (who === undefined) return [];
    return [
      {
        path: `/subjects/${i}/name`,
        message: `the binding grants rights to ${quote(name)}, which is ${who}`,
        ...(name.startsWith(ACCOUNTS_OF) && { severity: Severity.HIGH }),
      },
    ];
  });
}

function whoIs(name: string): string | undefined {
  if (!name.startsWith(ACCOUNTS_OF)) return Object.hasOwn(OPEN, name) ? OPEN[name] : undefined;
  return `every service account of the namespace ${name.slice(ACCOUNTS_OF.length)}, and so every pod`;
}

function binding(subject: string): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: sensor}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [${subject}]
`;
}
