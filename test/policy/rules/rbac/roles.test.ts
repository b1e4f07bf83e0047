import { BuiltInRules } from '../../../../src/policy/built-in-rules';
import { findingsOf } from '../../judging';

/** Severity, pointer and message of the findings of a rule. */
const found = (rule: string, ...manifests: string[]): string[] =>
  findingsOf([BuiltInRules.named(rule)], manifests.join('\n---\n')).map(
    ({ severity, path, message }) => `${severity} ${path} ${message}`,
  );

const role = (rule: string, more = ''): string =>
  `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: r${more}}, rules: [${rule}]}`;

describe('names of objects in a role', () => {
  test.each<[string, string, string[]]>([
    [
      'of a signer of the cluster are dangerous',
      'no-certificate-approval: {apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve, sign], resourceNames: [a.example/b, kubernetes.io/kubelet-serving]}',
      ['approve', 'sign'].map((verb) => `high /rules/0 the role may ${verb} signers "kubernetes.io/kubelet-serving"`),
    ],
    [
      'of a signer of your own are narrow',
      'no-certificate-approval: {apiGroups: [certificates.k8s.io], resources: [signers], verbs: [approve], resourceNames: [issuers.cert-manager.io/*]}',
      [],
    ],
    [
      'of the administrators are dangerous to impersonate',
      'no-role-escalation: {apiGroups: [""], resources: [groups], verbs: [impersonate], resourceNames: [system:masters]}',
      ['high /rules/0 the role may impersonate groups "system:masters"'],
    ],
    [
      'of one service account are narrow to impersonate',
      'no-role-escalation: {apiGroups: [""], resources: [users], verbs: [impersonate], resourceNames: ["system:serviceaccount:shop:web"]}',
      [],
    ],
    [
      'of cluster-admin are dangerous to bind',
      'no-role-escalation: {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind], resourceNames: [web, cluster-admin]}',
      ['high /rules/0 the role may bind clusterroles "cluster-admin"'],
    ],
    [
      'that are empty stand for requests without a name',
      'no-secret-access: {apiGroups: [""], resources: [secrets], verbs: [list], resourceNames: [""]}',
      ['high /rules/0 the role may list secrets'],
    ],
    [
      'of one node are narrow',
      'no-node-change: {apiGroups: [""], resources: [nodes], verbs: [patch], resourceNames: [node-1]}',
      [],
    ],
  ])('%s', (_, text, expected) => {
    const [id = ''] = text.split(':');
    expect(found(id, role(text.slice(id.length + 2)))).toEqual(expected);
  });
});

describe('a wildcard', () => {
  test.each([
    ['no-node-change', '{apiGroups: [""], resources: ["*/status"], verbs: [patch]}', 'may patch nodes/status'],
    ['no-certificate-approval', '{apiGroups: ["*"], resources: ["*/approval"], verbs: ["*"]}', 'approval'],
    ['no-namespace-change', '{apiGroups: ["*"], resources: [namespaces], verbs: ["*"]}', 'may update namespaces'],
  ])('counts for %s', (id, rule, right) => {
    expect(found(id, role(rule.replace('[patch]', '[patch, update]'))).join()).toContain(right);
  });

  test('counts in a role of OpenShift', () => {
    const yaml = role('{apiGroups: [""], resources: [nodes], verbs: ["*"]}');
    const openshift = yaml.replace('rbac.authorization.k8s.io', 'authorization.openshift.io');
    expect(found('no-node-change', openshift)).toContain('high /rules/0 the role may patch nodes');
  });
});

describe('a role that extends a built-in role', () => {
  const joining = (name: string, rule: string, value = '"true"'): string =>
    role(rule, `, labels: {rbac.authorization.k8s.io/aggregate-to-${name}: ${value}}`);

  test.each<[string, string, string[]]>([
    ['adds rights to read', joining('view', '{apiGroups: [a.example], resources: [b], verbs: [get, list, watch]}'), []],
    [
      'adds a right to write to view',
      joining('view', '{apiGroups: [a.example], resources: [b], verbs: [get, patch]}'),
      ['high /rules/0 everyone who has the role view may patch b'],
    ],
    ['adds the same to edit', joining('edit', '{apiGroups: [a.example], resources: [b], verbs: [get, patch]}'), []],
    [
      'adds Secrets to view',
      joining('view', '{apiGroups: [""], resources: [secrets], verbs: [get]}'),
      ['high /rules/0 everyone who has the role view may get secrets'],
    ],
    [
      'lets admin change roles',
      joining('admin', '{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [create]}'),
      [],
    ],
    [
      'lets admin escalate',
      joining('admin', '{apiGroups: [rbac.authorization.k8s.io], resources: [roles], verbs: [escalate]}'),
      ['high /rules/0 everyone who has the role admin may escalate roles'],
    ],
    [
      'adds every resource',
      joining('edit', '{apiGroups: ["*"], resources: ["*"], verbs: [get]}'),
      ['high /rules/0 everyone who has the role edit may get *'],
    ],
    [
      'can set the label to false',
      joining('view', '{apiGroups: [""], resources: [secrets], verbs: [get]}', '"false"'),
      [],
    ],
  ])('%s', (_, yaml, expected) => {
    expect(found('no-aggregated-rights', yaml)).toEqual(expected);
  });
});

describe('a selector of an aggregated role', () => {
  const selecting = (selector: string): string =>
    `{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: r}, aggregationRule: {clusterRoleSelectors: [${selector}]}}`;

  test.each<[string, string]>([
    ['{}', 'critical'],
    ['{matchLabels: {}}', 'critical'],
    ['{matchExpressions: [{key: a, operator: NotIn, values: [b]}]}', 'critical'],
    ['{matchLabels: {kubernetes.io/bootstrapping: rbac-defaults}}', 'critical'],
    ['{matchExpressions: [{key: rbac.authorization.k8s.io/aggregate-to-edit, operator: Exists}]}', 'high'],
    ['{matchExpressions: [{key: a.example/b, operator: In, values: [c]}]}', ''],
    ['{matchLabels: {a.example/b: "true"}}', ''],
  ])('%s: %s', (selector, severity) => {
    const [first = ''] = found('no-broad-aggregation', selecting(selector));
    expect(first.split(' ')[0]).toBe(severity);
  });

  test('is found after a narrow one', () => {
    expect(found('no-broad-aggregation', selecting('{matchLabels: {a: b}}, {}')).join()).toContain(
      '/clusterRoleSelectors/1',
    );
  });
});

test.each([
  ['system:serviceaccounts', 'critical'],
  ['system:serviceaccounts:shop', 'high'],
  ['system:authenticated', 'critical'],
  ['system:nodes', undefined],
  ['constructor', undefined],
])('a right of the group %s is %s', (name, severity) => {
  const binding = `{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b}, subjects: [{kind: Group, name: "${name}"}]}`;
  expect(findingsOf([BuiltInRules.named('no-open-subjects')], binding).map((f) => String(f.severity))).toEqual(
    severity === undefined ? [] : [severity],
  );
});
