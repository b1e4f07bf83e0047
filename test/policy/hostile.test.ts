import { BuiltInRules } from '../../src/policy/built-in-rules';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';
import { exhaustive } from '../exhaustive';
import { findingsOf } from './judging';
import { richPod } from './rich-pod';

const rules = BuiltInRules.all();

/** Object of each kind that a rule checks, with as many checked fields as possible. */
const RICH: ReadonlyArray<object> = [
  richPod(),
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'd', namespace: 'shop', labels: { app: 'web' }, annotations: { a: 'b' } },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'web' }] } },
    },
  },
  {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'j', namespace: 'jobs' },
    spec: { template: { spec: { containers: [{ name: 'main', image: 'web' }] } } },
  },
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'shop', labels: { 'pod-security.kubernetes.io/enforce': 'baseline' } },
  },
  { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'web', namespace: 'shop' } },
  {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: { name: 'l', namespace: 'shop' },
    spec: { limits: [{ type: 'Container', default: { cpu: '1' } }] },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'n', namespace: 'shop' },
    spec: {
      podSelector: { matchLabels: { app: 'web' }, matchExpressions: [{ key: 'app', operator: 'In', values: ['web'] }] },
      policyTypes: ['Ingress', 'Egress'],
      ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 80 }] }],
      egress: [{ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['169.254.169.254/32'] } }] }],
    },
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'i', namespace: 'shop', annotations: { 'nginx.ingress.kubernetes.io/server-snippet': 'x' } },
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'none', port: { number: 1 } } } }],
          },
        },
      ],
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 's', namespace: 'shop' },
    spec: {
      type: 'NodePort',
      externalIPs: ['1.2.3.4'],
      selector: { app: 'web' },
      ports: [{ port: 80, nodePort: 30000 }],
    },
  },
  { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'shop' }, data: { password: 'x' } },
  { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'shop' }, stringData: { password: 'x' } },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'r', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
    aggregationRule: { clusterRoleSelectors: [{}, { matchExpressions: [{ key: 'a', operator: 'In' }] }] },
    rules: [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { apiGroups: [''], resources: ['secrets'], verbs: ['get'], resourceNames: ['s'] },
      {
        apiGroups: ['*'],
        resources: [
          ...['pods', 'pods/exec', 'secrets', 'persistentvolumes', 'nodes/proxy', 'serviceaccounts/token', 'roles'],
          ...['certificatesigningrequests/approval', 'validatingwebhookconfigurations', 'nodes', 'namespaces'],
        ],
        verbs: ['*'],
      },
    ],
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'b' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'Group', name: 'system:unauthenticated', namespace: 'shop' }],
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'v' },
    spec: { hostPath: { path: '/' }, claimRef: { name: 'c', namespace: 'shop' } },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'w' },
    webhooks: [{ rules: [{ apiGroups: ['*'], operations: ['*'], resources: ['*'] }] }],
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'i', namespace: 'shop' },
    spec: { tls: [{ hosts: ['a'] }], rules: [{ host: 'a', http: { paths: [{ path: '/' }] } }] },
  },
  // what the role may create does not come by itself
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    metadata: { name: 'u' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'r' },
    subjects: [{ kind: 'User', name: 'u' }],
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'x', namespace: 'shop' },
    spec: { selector: { app: 'x' }, ports: [{ port: 80 }] },
  },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'x', namespace: 'shop' },
    spec: { maxUnavailable: 0, selector: { matchLabels: { app: 'x' } } },
  },
  {
    apiVersion: 'apps.openyurt.io/v1beta1',
    kind: 'YurtAppSet',
    metadata: { name: 'y', namespace: 'shop' },
    spec: {
      pools: ['a'],
      workload: {
        workloadTemplate: { deploymentTemplate: { spec: { template: { spec: { containers: [{ name: 'main' }] } } } } },
        workloadTweaks: [
          {
            pools: ['a'],
            nodepoolSelector: { matchLabels: { a: 'b' } },
            tweaks: {
              containerImages: [{ name: 'main', targetImage: 'x' }],
              patches: [{ operation: 'remove', path: '/spec/a', value: '{{nodepool-name}}' }],
            },
          },
        ],
      },
    },
  },
  {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name: 'p', namespace: 'shop' },
    spec: {
      patches: [
        {
          target: { kind: 'Deployment', name: 'w' },
          patch: '[{op: replace, path: /spec/template/spec/hostNetwork, value: true}]',
        },
      ],
    },
  },
  {
    apiVersion: 'apps.kubeedge.io/v1alpha1',
    kind: 'EdgeApplication',
    metadata: { name: 'e', namespace: 'shop' },
    spec: {
      workloadTemplate: {
        manifests: [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            metadata: { name: 'e', namespace: 'shop' },
            spec: { template: { spec: { containers: [{ name: 'main', image: 'x', env: [{ name: 'A' }] }] } } },
          },
        ],
      },
      workloadScope: {
        targetNodeGroups: [
          {
            name: 'a',
            overriders: {
              imageOverriders: [{ component: 'Tag', operator: 'add', value: 'x', predicate: { path: '/spec/a/0' } }],
              envOverriders: [{ containerName: 'main', operator: 'replace', value: [{ name: 'A' }] }],
            },
          },
        ],
      },
    },
  },
];

const WRONG: ReadonlyArray<readonly [string, unknown]> = [
  ['null', null],
  ['a number', -1],
  ['a text', 'constructor'],
  ['true', true],
  ['an empty list', []],
  ['a list of mixed values', [null, 1, 'x', [], {}, [[]]]],
  ['an object', { constructor: null, __proto__: 1, name: {}, type: [], '~/': [] }],
];

/** Returns every path of a value, as keys. */
function paths(value: unknown): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  const keys = Array.isArray(value) ? value.map((_, i) => i) : Object.keys(value);
  return [[], ...keys.flatMap((key) => paths((value as any)[key]).map((rest) => [key, ...rest]))];
}

function replaced(value: any, [key, ...rest]: (string | number)[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...value };
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const document = (value: unknown): ManifestDocument => new ManifestDocument({ value });
const failed = (values: ReadonlyArray<unknown>, version?: string): string[] =>
  findingsOf(rules, values.map(document), version)
    .filter((f) => f.rule === 'rule-failed')
    .map((f) => f.message);

// fields that other rules check are in the examples of those rules
test('the rich manifests break most of the rules', () => {
  const broken = new Set(findingsOf(rules, RICH.map(document)).map((f) => f.rule));
  expect(broken.size).toBeGreaterThan(rules.length / 2);
});

const everywhere = (wrong: unknown): unknown[] =>
  RICH.flatMap((each) => paths(each).map((path) => replaced(each, path, wrong)));

test.each(WRONG.map(([name, wrong], turn) => [name, wrong, turn] as const))(
  'no rule fails on %s at any path of any manifest',
  (_, wrong, turn) => {
    const manifests = everywhere(wrong);
    expect(manifests.length).toBeGreaterThan(250);
    // by default, each path has one of the values, in turn
    expect(failed(manifests.filter((_, i) => exhaustive || (i + turn) % WRONG.length === 0))).toEqual([]);
  },
);

test('no rule fails on a version that reads only annotations', () => {
  expect(failed(everywhere(['x', {}, null]), '1.13')).toEqual([]);
});

test('no rule fails on a manifest that contains itself', () => {
  const cyclic: any = structuredClone(RICH[0]);
  cyclic.spec.containers.push(cyclic, cyclic.spec.containers);
  cyclic.spec.volumes.push(cyclic);
  cyclic.metadata.self = cyclic;
  cyclic.spec.securityContext.self = cyclic;
  const list: any = { kind: 'List', items: [cyclic] };
  list.items.push(list, list);
  expect(failed([list])).toEqual([]);
});
