import { quote } from '../../../diagnostics/input-error';
import { isObject, stringAt, type JsonObject } from '../../../kubernetes/manifest';
import { Severity } from '../../../diagnostics/severity';
import { cis } from '../../frameworks/cis';
import { nist } from '../../frameworks/nist-800-190';
import { nsa } from '../../frameworks/nsa-cisa';
import type { ObjectSubject } from '../../subject/object-subject';
import type { Violation } from '../../violation';
import { isBinding } from './role-rule';
import { rule } from '../../built-in-rule';
import { Topic } from '../../topic';

/** Checks that no service account has a built-in role that creates pods, runs commands in pods and reads Secrets. */
export const noEditRole = rule({
  id: 'no-edit-role',
  topic: Topic.RBAC,
  scope: 'object',
  looksAt: { kinds: ['RoleBinding', 'ClusterRoleBinding'] },
  title: 'No service account has the role edit, admin or one of the control plane',
  severity: Severity.HIGH,
  rationale:
    'With edit and admin, anyone who takes over the app creates pods with every Secret and service account of the namespace, and runs commands in its other pods. In a ClusterRoleBinding, the namespace is every namespace, also kube-system.',
  fix: 'bind a role with only the rights that the app needs',
  references: ['https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles'],
  controls: [...nist('4.3.1'), ...cis('5.1.2', '5.1.4'), ...nsa('C-0002', 'C-0035')],
  check,
  examples: {
    good: [
      example('view', '{kind: ServiceAccount, name: sensor, namespace: edge}'),
      example('edit', '{kind: User, name: jane}'),
      example('edit', ''),
    ],
    bad: [
      example('edit', '{kind: ServiceAccount, name: sensor, namespace: edge}'),
      example('admin', '{kind: User, name: "system:serviceaccount:edge:sensor"}', 'ClusterRoleBinding'),
      example('system:controller:replicaset-controller', '{kind: ServiceAccount, name: sensor, namespace: edge}'),
    ],
  },
});

const WORK = 'creates pods, runs commands in them and reads Secrets';

/** Returns what a built-in role allows; undefined for a role that is not known to be dangerous. */
function powerOf(role: string): string | undefined {
  if (role === 'admin') return `${WORK}, and changes roles`;
  if (role === 'edit') return WORK;
  if (/^system:(controller:.*|kube-controller-manager|node)$/.test(role)) return 'has rights of the control plane';
  return undefined;
}

function check(object: ObjectSubject): Violation[] {
  if (!isBinding(object) || object.textAt('roleRef', 'kind') !== 'ClusterRole') return [];
  const role = object.textAt('roleRef', 'name') ?? '';
  const power = powerOf(role);
  if (power === undefined) return [];
  const isEverywhere = object.kind === 'ClusterRoleBinding';
  const where = isEverywhere ? ' in every namespace' : '';
  return object.listAt('subjects').flatMap((subject, i) => {
    const account = isObject(subject) ? accountIn(subject) : undefined;
    if (account === undefined) return [];
    const message = `service account ${quote(account)} gets the role ${quote(role)}, which ${power}${where}`;
    return [{ path: `/subjects/${i}/name`, message, ...(isEverywhere && { severity: Severity.CRITICAL }) }];
  });
}

/** Returns the name of the service account that a subject is, by its kind or as a user. */
function accountIn(subject: JsonObject): string | undefined {
  const name = stringAt(subject, 'name') ?? '';
  if (subject['kind'] === 'ServiceAccount') return name;
  return subject['kind'] === 'User' ? /^system:serviceaccount:[^:]*:([^:]+)$/.exec(name)?.[1] : undefined;
}

function example(role: string, subject: string, kind = 'RoleBinding'): string {
  return `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: {name: sensor, namespace: edge}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "${role}"}
subjects: [${subject}]
`;
}
