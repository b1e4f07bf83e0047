import { staticPods, type StaticPods } from '../../../src/app-package/install/static-pod';
import type { Manifest } from '../../../src/kubernetes/manifest';

const CONTAINER = { name: 'main', image: 'localhost/web:1' };

function workload(kind: string, spec: object = {}, pod: object = {}): Manifest {
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'web', namespace: 'edge', labels: { of: 'workload' } },
    spec: {
      template: {
        metadata: { labels: { of: 'pod' }, annotations: { a: 'b' } },
        spec: { containers: [CONTAINER], ...pod },
      },
      ...spec,
    },
  };
}

function pod(spec: object, metadata: object = { name: 'web' }): Manifest {
  return { apiVersion: 'v1', kind: 'Pod', metadata: { ...metadata }, spec: { containers: [CONTAINER], ...spec } };
}

const of = (...manifests: Manifest[]): StaticPods => staticPods(manifests, new Set());

test.each(['Deployment', 'DaemonSet', 'ReplicaSet', 'StatefulSet', 'ReplicationController'])(
  'a %s becomes one pod',
  (kind) => {
    const manifest = workload(kind, { replicas: 1 });
    if (kind === 'ReplicationController') manifest['apiVersion'] = 'v1';
    expect(of(manifest)).toEqual({
      pods: [
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'web', namespace: 'edge', labels: { of: 'pod' }, annotations: { a: 'b' } },
          spec: { containers: [CONTAINER] },
        },
      ],
      notes: [`${kind} "web": becomes one pod of this machine's kubelet`],
      problems: [],
    });
  },
);

test('missing replicas are reported', () => {
  expect(of(workload('Deployment', { replicas: 3 })).notes).toEqual([
    `Deployment "web": becomes one pod of this machine's kubelet, instead of 3 replicas`,
  ]);
  expect(of(workload('Deployment', { replicas: 0 }), pod({})).notes).toEqual([
    'Deployment "web": has no replicas, and is left out',
  ]);
});

test('a pod loses its placement and its service account', () => {
  const spec = {
    nodeName: 'n',
    nodeSelector: { a: 'b' },
    affinity: {},
    topologySpreadConstraints: [],
    schedulerName: 's',
    serviceAccountName: 'web',
    serviceAccount: 'web',
    tolerations: [{ operator: 'Exists' }],
    hostNetwork: true,
  };
  const given = pod(spec);
  const before = JSON.stringify(given);
  const { pods, notes, problems } = of(given);
  expect({ pods, notes, problems }).toEqual({
    pods: [pod({ tolerations: [{ operator: 'Exists' }], hostNetwork: true })],
    notes: [],
    problems: [],
  });
  expect(JSON.stringify(given)).toBe(before);
});

test('kinds without an effect are left out and reported', () => {
  const others = ['Namespace', 'ServiceAccount', 'PodDisruptionBudget'].map((kind) => ({
    kind,
    metadata: { name: 'x' },
  }));
  const { pods, notes, problems } = of(...others, pod({}));
  expect([pods.length, notes.length, problems]).toEqual([1, 3, []]);
  expect(notes[0]).toMatch(/^Namespace "x": is left out: /);
});

test.each([
  ['NetworkPolicy', 'is enforced only in a cluster'],
  ['ConfigMap', 'put its files into the package'],
  ['Secret', 'put its files into the package'],
  ['Job', 'runs once'],
  ['CronJob', 'runs once'],
  ['Service', 'is not supported by a kubelet without a cluster'],
  ['constructor', 'is not supported by a kubelet without a cluster'],
])('a %s is rejected unless it is accepted', (kind, words) => {
  const manifest = { apiVersion: 'x/v1', kind, metadata: { name: 'x' } };
  const [problem] = of(manifest, pod({})).problems;
  expect(problem).toContain(words);
  expect(problem).toMatch(new RegExp(`^${kind} "x": .*; use --to cluster, or leave it out with --accept ${kind}$`));
  expect(staticPods([manifest, pod({})], new Set([kind]))).toMatchObject({
    notes: [`${kind} "x": is left out, as accepted`],
    problems: [],
  });
});

const env = (valueFrom: object): object => ({ containers: [{ ...CONTAINER, env: [{ name: 'E', valueFrom }] }] });

test.each([
  [{ volumes: [{ name: 'v', configMap: { name: 'c' } }] }, 'a ConfigMap at /volumes/0/configMap'],
  [
    {
      volumes: [
        { name: 'v', emptyDir: {} },
        { name: 'v', secret: {} },
      ],
    },
    'a Secret at /volumes/1/secret',
  ],
  [{ volumes: [{ name: 'v', persistentVolumeClaim: {} }] }, 'a volume claim at /volumes/0/persistentVolumeClaim'],
  [{ volumes: [{ name: 'v', ephemeral: {} }] }, 'a volume claim at /volumes/0/ephemeral'],
  [
    { volumes: [{ name: 'v', projected: { sources: [{ downwardAPI: {} }, { serviceAccountToken: {} }] } }] },
    'a token at /volumes/0/projected/sources/1/serviceAccountToken',
  ],
  [env({ secretKeyRef: {} }), 'a Secret at /containers/0/env/0/valueFrom/secretKeyRef'],
  [env({ configMapKeyRef: {} }), 'a ConfigMap at /containers/0/env/0/valueFrom/configMapKeyRef'],
  [
    { initContainers: [{ ...CONTAINER, envFrom: [{ secretRef: {} }] }] },
    'a Secret at /initContainers/0/envFrom/0/secretRef',
  ],
  [{ imagePullSecrets: [{ name: 's' }] }, 'a Secret at /imagePullSecrets/0'],
  [{ resourceClaims: [{ name: 's' }] }, 'a claim of a device at /resourceClaims/0'],
  [{ volumes: [{ name: 'v', csi: { driver: 'd' } }] }, 'a CSI driver at /volumes/0/csi'],
  [{ volumes: [{ name: 'v', azureFile: { secretName: 's' } }] }, 'a Secret at /volumes/0/azureFile'],
  [{ volumes: [{ name: 'v', glusterfs: { endpoints: 'e' } }] }, 'Endpoints at /volumes/0/glusterfs'],
  ...['cephfs', 'cinder', 'flexVolume', 'iscsi', 'rbd', 'scaleIO', 'storageos'].map((kind): [object, string] => [
    { volumes: [{ name: 'v', [kind]: { secretRef: { name: 's' } } }] },
    `a Secret at /volumes/0/${kind}/secretRef`,
  ]),
  [
    { volumes: [{ name: 'v', projected: { sources: [{ podCertificate: {} }] } }] },
    'a certificate of the cluster at /volumes/0/projected/sources/0/podCertificate',
  ],
  [
    { volumes: [{ name: 'v', projected: { sources: [{ clusterTrustBundle: {} }] } }] },
    'a trust bundle at /volumes/0/projected/sources/0/clusterTrustBundle',
  ],
])('a pod with %j is rejected', (spec, words) => {
  expect(of(pod(spec)).problems).toEqual([
    `Pod "web": has ${words}, which a kubelet without a cluster cannot get: put it into the package, or use --to cluster`,
  ]);
});

test('values that a kubelet provides itself are not references', () => {
  const spec = env({ fieldRef: { fieldPath: 'metadata.name' } });
  expect(
    of(
      pod({
        ...spec,
        volumes: [
          { name: 'v', downwardAPI: {} },
          { name: 'w', hostPath: { path: '/' } },
          { name: 'x', iscsi: { iqn: 'i' } },
          { name: 'y', secret: null },
        ],
      }),
    ).problems,
  ).toEqual([]);
});

test('a priority class is left out, and readiness gates are reported', () => {
  const { pods, notes, problems } = of(
    pod({ priorityClassName: 'shop-critical', priority: 1000, readinessGates: [{ conditionType: 'a/b' }] }),
  );
  expect({ pods, problems }).toEqual({ pods: [pod({ readinessGates: [{ conditionType: 'a/b' }] })], problems: [] });
  expect(notes).toEqual([
    'Pod "web": loses its priority class "shop-critical"; a kubelet evicts its static pods last',
    'Pod "web": is never ready, because nothing sets the conditions of its readinessGates without a cluster',
  ]);
  const system = pod({ priorityClassName: 'system-node-critical' });
  expect(of(system)).toEqual({ pods: [system], notes: [], problems: [] });
});

test.each([
  [pod({ runtimeClassName: 'gvisor' }), 'has runtimeClassName "gvisor", which a kubelet without a cluster ignores'],
  [workload('Deployment', {}, { runtimeClassName: 'kata' }), 'has runtimeClassName "kata"'],
  [pod({ schedulingGates: [{ name: 'a/b' }] }), 'has schedulingGates [{"name":"a/b"}], which nothing removes'],
  [pod({ ephemeralContainers: [CONTAINER] }), 'which a pod cannot have when it is created: remove the field'],
  [pod({ automountServiceAccountToken: true }), 'requests a token of its service account'],
  [workload('StatefulSet', { volumeClaimTemplates: [{}] }), 'claims volumes'],
  [pod({ containers: [] }), 'has no container'],
  [pod({}, { generateName: 'web-' }), 'metadata.name must be a string, got undefined'],
  [pod({}, { name: 1 }), 'metadata.name must be a string, got 1'],
  [pod({}, { name: '../x' }), 'metadata.name must be at most 253 of the characters'],
  [pod({}, { name: 'a/../b' }), 'metadata.name must be at most 253 of the characters'],
  [pod({}, { name: 'x.yaml/y' }), 'metadata.name must be at most 253 of the characters'],
  [pod({}, { name: 'a..b' }), 'metadata.name must be at most 253 of the characters'],
  [pod({}, { name: '..' }), 'metadata.name must be at most 253 of the characters'],
  [pod({}, { name: '' }), 'metadata.name must be at most 253 of the characters'],
  [pod({}, { name: 'web\n' }), 'metadata.name must be at most 253 of the characters'],
  [pod({}, { name: 'x'.repeat(254) }), 'metadata.name must be at most 253 of the characters'],
  [pod({}, { name: 'Web' }), 'write "web"'],
  [pod({}, { name: 'web', namespace: 'a+b' }), 'metadata.namespace must be at most 63 of the characters'],
  [pod({}, { name: 'web', namespace: 'a/b' }), 'metadata.namespace must be at most 63 of the characters'],
  [pod({}, { name: 'web', namespace: 'a.b' }), 'metadata.namespace must be at most 63 of the characters'],
  [pod({}, { name: 'web', namespace: '..' }), 'metadata.namespace must be at most 63 of the characters'],
  [pod({}, { name: 'web', namespace: ['a'] }), 'metadata.namespace must be a string or unset, got ["a"]'],
])('%j is rejected', (manifest, words) => {
  expect(of(manifest).problems.join()).toContain(words);
});

test('a namespace that is null is unset', () => {
  expect(of(pod({}, { name: 'web', namespace: null })).problems).toEqual([]);
});

test('a kind that is not a word is escaped', () => {
  const [problem = ''] = of({ apiVersion: 'x/v1', kind: 'X\u001b[2J', metadata: { name: 'x' } }, pod({})).problems;
  expect(problem).toMatch(/^"X.*" "x": is not supported by a kubelet without a cluster; use --to cluster$/);
  expect(problem).not.toContain('\u001b');
});

test('two pods with the same name are rejected, and so is a package without pods', () => {
  expect(of(pod({}), workload('Deployment', {}, {}), pod({}, { name: 'web', namespace: 'default' })).problems).toEqual([
    'Pod "web": is a second pod "default/web"',
  ]);
  expect(of({ kind: 'Namespace', metadata: {} }).problems).toEqual(['has no pod in its manifests']);
});
