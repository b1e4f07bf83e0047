import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

const found = (binding: string): string[] =>
  findingsOf([BuiltInRules.named('no-edit-role')], binding).map(({ severity, value }) => `${severity} ${value}`);

const binding = (kind: string, role: string, subjects: string, roleKind = 'ClusterRole'): string => `
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata: {name: b, namespace: edge}
roleRef: {kind: ${roleKind}, name: "${role}"}
subjects: [${subjects}]
`;
const SENSOR = '{kind: ServiceAccount, name: sensor, namespace: edge}';

test.each([
  ['edit in a namespace', binding('RoleBinding', 'edit', SENSOR), ['high sensor']],
  ['admin in every namespace', binding('ClusterRoleBinding', 'admin', SENSOR), ['critical sensor']],
  ['view', binding('RoleBinding', 'view', SENSOR), []],
  ['a role of the namespace with that name', binding('RoleBinding', 'edit', SENSOR, 'Role'), []],
  ['a role of the control plane', binding('RoleBinding', 'system:node', SENSOR), ['high sensor']],
  ['a role for authentication', binding('ClusterRoleBinding', 'system:auth-delegator', SENSOR), []],
  ['edit for a person', binding('RoleBinding', 'edit', '{kind: User, name: jane}'), []],
  [
    'edit for the account as a user',
    binding('RoleBinding', 'edit', '{kind: User, name: "system:serviceaccount:edge:sensor"}'),
    ['high system:serviceaccount:edge:sensor'],
  ],
  ['edit for nobody', binding('RoleBinding', 'edit', ''), []],
  ['edit for one of two', binding('RoleBinding', 'edit', `{kind: Group, name: ops}, ${SENSOR}`), ['high sensor']],
])('a binding to %s', (_, manifest, expected) => {
  expect(found(manifest)).toEqual(expected);
});
