import { BuiltInRules } from '../../../src/policy/built-in-rules';
import { findingsOf } from '../judging';

const RULES = BuiltInRules.all().filter(({ id }) =>
  [
    'autoscaler-target',
    'disruption-budget',
    'existing-claim',
    'existing-config-map',
    'existing-secret',
    'existing-service-account',
    'ingress-to-service',
    'monitor-selects-services',
    'network-policy-peer-exists',
    'network-policy-selects-pods',
    'service-selects-pods',
    'valid-volumes',
  ].includes(id),
);

const POD = `
apiVersion: v1
kind: Pod
metadata: {name: p, namespace: edge, labels: {app: own}}
spec:
  serviceAccountName: p
  imagePullSecrets: [{name: pull}]
  volumes:
    - {name: s, secret: {secretName: late}}
    - {name: m, configMap: {name: late}}
    - {name: c, persistentVolumeClaim: {claimName: late}}
  containers: [{name: main, image: registry.example/x:1}]
`;
/** Objects because of which every reference is expected among the manifests, and selectors that select none of the pods. */
const OTHERS = `
${POD}
---
{apiVersion: v1, kind: Secret, metadata: {name: pull, namespace: edge}, immutable: true}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: other, namespace: edge}}
---
{apiVersion: v1, kind: PersistentVolumeClaim, metadata: {name: other, namespace: edge}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: other, namespace: edge}}
---
{apiVersion: v1, kind: Service, metadata: {name: late, namespace: edge}, spec: {selector: {app: late}}}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: late, namespace: edge}
spec: {podSelector: {matchLabels: {app: late}}, ingress: [{from: [{podSelector: {matchLabels: {app: late}}}]}]}
---
{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: late, namespace: edge}, spec: {maxUnavailable: 1, selector: {matchLabels: {app: late}}}}
`;
const found = (...manifests: string[]): string[] => [
  ...new Set(findingsOf(RULES, manifests.join('\n---\n')).map(({ rule }) => rule)),
];
const ALL = [
  'disruption-budget',
  'existing-claim',
  'existing-config-map',
  'existing-secret',
  'existing-service-account',
  'network-policy-peer-exists',
  'network-policy-selects-pods',
  'service-selects-pods',
];
const SELECTORS = ALL.filter((id) => !id.startsWith('existing-'));
const withoutRules = (...rules: string[]): string[] => ALL.filter((id) => !rules.includes(id));

const role = (kind: 'Role' | 'ClusterRole', resources: string, verbs = '[create]', more = ''): string =>
  `{apiVersion: rbac.authorization.k8s.io/v1, kind: ${kind}, metadata: {name: maker${kind === 'Role' ? ', namespace: edge' : ''}}, rules: [{apiGroups: ["", apps], resources: ${resources}, verbs: ${verbs}${more}}]}`;
const binding = (
  kind: 'RoleBinding' | 'ClusterRoleBinding',
  ref: string,
  subject: string,
  namespace = 'edge',
): string =>
  `{apiVersion: rbac.authorization.k8s.io/v1, kind: ${kind}, metadata: {name: b${kind === 'RoleBinding' ? `, namespace: ${namespace}` : ''}}, roleRef: {apiGroup: rbac.authorization.k8s.io, ${ref}}, subjects: [${subject}]}`;
const ACCOUNT = '{kind: ServiceAccount, name: p, namespace: edge}';

test('without a maker, every missing object is found', () => {
  expect(found(OTHERS).sort()).toEqual(ALL);
});

describe('a role among the manifests', () => {
  test.each<[string, string, string[]]>([
    ['creates Secrets', role('Role', '[secrets]'), ['existing-secret']],
    [
      'creates ConfigMaps and claims',
      role('Role', '[configmaps, persistentvolumeclaims]'),
      ['existing-config-map', 'existing-claim'],
    ],
    ['creates accounts', role('ClusterRole', '[serviceaccounts]'), ['existing-service-account']],
    ['creates pods', role('Role', '[pods]'), SELECTORS],
    ['creates what creates pods', role('ClusterRole', '[statefulsets]'), SELECTORS],
    ['has all verbs', role('Role', '[pods]', '["*"]'), SELECTORS],
    ['has all resources', role('Role', '["*"]'), ALL],
    ['only reads', role('Role', '["*"]', '[get, list, watch, update, patch, delete]'), []],
    ['names its objects', role('Role', '[secrets]', '[create]', ', resourceNames: [late]'), []],
    ['has another group', role('Role', '[secrets]').replace('"", apps', 'apps'), []],
    ['is of another namespace', role('Role', '["*"]').replace('namespace: edge', 'namespace: other'), []],
  ])('that %s', (_, manifest, without) => {
    expect(found(OTHERS, manifest).sort()).toEqual(withoutRules(...without));
  });

  test.each<[string, string, string[]]>([
    ['the account of a pod', binding('RoleBinding', 'kind: Role, name: maker', ACCOUNT), ['existing-secret']],
    ['a user', binding('RoleBinding', 'kind: Role, name: maker', '{kind: User, name: p}'), []],
    [
      'an account that no pod has',
      binding('RoleBinding', 'kind: Role, name: maker', '{kind: ServiceAccount, name: q}'),
      [],
    ],
    [
      'every account of the namespace',
      binding('RoleBinding', 'kind: Role, name: maker', '{kind: Group, name: "system:serviceaccounts:edge"}'),
      ['existing-secret'],
    ],
  ])('that is bound to %s', (_, manifest, without) => {
    expect(found(OTHERS, role('Role', '[secrets]'), manifest).sort()).toEqual(withoutRules(...without));
  });

  test('of the cluster creates objects only in the namespaces of its bindings', () => {
    const ref = 'kind: ClusterRole, name: maker';
    const bound = (manifest: string): string[] => found(OTHERS, role('ClusterRole', '[secrets]'), manifest).sort();
    expect(bound(binding('RoleBinding', ref, ACCOUNT, 'other'))).toEqual(ALL);
    expect(bound(binding('RoleBinding', ref, ACCOUNT))).toEqual(withoutRules('existing-secret'));
    expect(bound(binding('ClusterRoleBinding', ref, ACCOUNT))).toEqual(withoutRules('existing-secret'));
  });

  test('can be one that every cluster has', () => {
    expect(found(OTHERS, binding('ClusterRoleBinding', 'kind: ClusterRole, name: cluster-admin', ACCOUNT))).toEqual([]);
    expect(found(OTHERS, binding('ClusterRoleBinding', 'kind: ClusterRole, name: view', ACCOUNT)).sort()).toEqual(ALL);
  });
});

describe('an object that an operator reads', () => {
  const of = (apiVersion: string, kind: string, spec: string, namespace = 'edge', name = 'late'): string =>
    `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: ${name}, namespace: ${namespace}}, spec: ${spec}}`;

  test.each<[string, string, string[]]>([
    ['makes a Secret', of('cert-manager.io/v1', 'Certificate', '{secretName: late}'), ['existing-secret']],
    ['makes another Secret', of('cert-manager.io/v1', 'Certificate', '{secretName: other}'), []],
    ['makes it elsewhere', of('cert-manager.io/v1', 'Certificate', '{secretName: late}', 'other'), []],
    ['makes it everywhere', of('external-secrets.io/v1', 'ClusterExternalSecret', '{}', '""'), ['existing-secret']],
    [
      'makes pods',
      of('monitoring.coreos.com/v1', 'Prometheus', '{podMetadata: {labels: {app: late}}}', 'edge', 'q'),
      SELECTORS,
    ],
    ['makes pods with other labels', of('monitoring.coreos.com/v1', 'Prometheus', '{}', 'edge', 'q'), []],
    ['installs a chart', of('helm.toolkit.fluxcd.io/v2', 'HelmRelease', '{}'), ALL],
    ['installs a chart elsewhere', of('helm.toolkit.fluxcd.io/v2', 'HelmRelease', '{targetNamespace: other}'), []],
    ['is of an unknown kind', of('unknown.example/v1', 'Database', '{size: 3}'), ALL],
    ['is of an unknown kind elsewhere', of('unknown.example/v1', 'Database', '{size: 3}', 'other'), []],
  ])('%s', (_, manifest, without) => {
    expect(found(OTHERS, manifest).sort()).toEqual(withoutRules(...without));
  });

  test('gives the Service of an Ingress', () => {
    const ingress = `{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, namespace: edge}, spec: {defaultBackend: {service: {name: prometheus-operated, port: {number: 9090}}}}}`;
    expect(found(ingress)).toEqual(['ingress-to-service']);
    expect(found(ingress, of('monitoring.coreos.com/v1', 'Prometheus', '{}'))).toEqual([]);
  });
});

test('a selector has every label of the pods that an operator makes', () => {
  const budget = (labels: string): string =>
    `{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b, namespace: edge}, spec: {maxUnavailable: 1, selector: {matchLabels: ${labels}}}}`;
  const cluster = '{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: db, namespace: edge}, spec: {}}';
  expect(found(POD, cluster, budget('{cnpg.io/cluster: db, role: primary}'))).toEqual([]);
  expect(found(POD, cluster, budget('{cnpg.io/cluster: db, rolle: primary}'))).toEqual(['disruption-budget']);
  expect(found(POD, cluster, budget('{cnpg.io/cluster: bd}'))).toEqual(['disruption-budget']);
});

test.each([
  ['apps/v1', 'StatefulSet', '', []],
  ['apps/v1', 'Deployment', '', ['valid-volumes']],
  ['apps.kruise.io/v1beta1', 'StatefulSet', '', []],
  ['apps.openyurt.io/v1beta1', 'YurtAppSet', 'workload.workloadTemplate.statefulSetTemplate.spec', []],
  ['superedge.io/v1', 'StatefulSetGrid', 'template', []],
  ['databases.example/v1', 'Database', 'shards.0', []],
])('a claim beside the template of %s %s is a volume', (apiVersion, kind, path, expected) => {
  const inner: unknown = {
    template: {
      metadata: { labels: { app: 'db' } },
      spec: { containers: [{ name: 'db', image: 'x', volumeMounts: [{ name: 'data', mountPath: '/d' }] }] },
    },
    volumeClaimTemplates: [{ metadata: { name: 'data' } }],
  };
  const spec = path
    .split('.')
    .filter((step) => step !== '')
    .reduceRight((value, step) => (step === '0' ? [value] : { [step]: value }), inner);
  expect(found(JSON.stringify({ apiVersion, kind, metadata: { name: 'db', namespace: 'edge' }, spec }))).toEqual(
    expected,
  );
});

test('many makers and many selectors take linear time', () => {
  const many = (count: number): string =>
    Array.from({ length: count }, (_, i) => [
      `{apiVersion: postgresql.cnpg.io/v1, kind: Cluster, metadata: {name: db${i}, namespace: edge}, spec: {}}`,
      `{apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b${i}, namespace: edge}, spec: {maxUnavailable: 1, selector: {matchLabels: {app: x${i}}}}}`,
    ])
      .flat()
      .join('\n---\n');
  expect(found(POD, many(50))).toEqual(['disruption-budget']);
  // with many makers, the labels of their pods are not compared
  expect(found(POD, many(101))).toEqual([]);
});
