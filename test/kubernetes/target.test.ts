import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { Construct } from 'constructs';
import { NodeAppArmor, Target } from 'cdk8s-secure-edge';
import { API_VERSIONS, FEATURES, IZUMA_KINDS, NEVER, type Feature, type Kind } from '../../src/kubernetes/features';

const minor = (n: number): Target => Target.kubernetes(`1.${n}`);

describe('the name of a target', () => {
  test.each([
    ['1.13', '1.13'],
    ['1.37', '1.37'],
    ['v1.30', '1.30'],
    ['1.29.4', '1.29'],
    ['v1.29.14', '1.29'],
  ])('%s is %s', (version, name) => {
    expect(Target.kubernetes(version)).toMatchObject({ name, isIzumaEdge: false, appArmor: NodeAppArmor.UNKNOWN });
    expect(Target.parse(version).name).toBe(name);
  });

  test.each([
    '1.12',
    '1.38',
    '1.3',
    '1.100',
    '1.1000',
    '1.013',
    '1.30-eks',
    '1.30.',
    '2.30',
    '1',
    '',
    ' 1.30',
    'latest',
    '1.30\n',
    'izuma',
  ])('%j is rejected', (version) => {
    expect(() => Target.parse(version)).toThrow(/^Target: Kubernetes version must be 1\.13 to 1\.37, got /);
  });

  test('izuma-edge is a kubelet of 1.13', () => {
    expect(Target.parse('izuma-edge', { appArmor: NodeAppArmor.YES })).toMatchObject({
      name: 'izuma-edge',
      minor: 13,
      isIzumaEdge: true,
      appArmor: NodeAppArmor.YES,
      podSecurityVersion: 'v1.13',
    });
  });

  test('targets with the same version and the same nodes are equivalent', () => {
    expect(Target.kubernetes('1.30').isEquivalentTo(Target.kubernetes('v1.30.2'))).toBe(true);
    expect(Target.kubernetes('1.30').isEquivalentTo(Target.kubernetes('1.31'))).toBe(false);
    expect(Target.kubernetes('1.30').isEquivalentTo(Target.kubernetes('1.30', { appArmor: NodeAppArmor.YES }))).toBe(
      false,
    );
    expect(Target.izumaEdge().isEquivalentTo(Target.kubernetes('1.13'))).toBe(false);
  });

  test('Pod Security is checked with the same version', () => {
    expect(Target.kubernetes('1.30').podSecurityVersion).toBe('v1.30');
  });
});

/** First version in which a cluster with default feature gates honours the field. */
const SINCE: Readonly<Record<Feature, number>> = {
  enableServiceLinks: 13,
  runAsGroup: 14,
  seccompField: 19,
  topologySpreadConstraints: 18,
  startupProbe: 18,
  runtimeClassName: 14,
  immutableConfig: 19,
  namespaceNameLabel: 21,
  rollingUpdateSurgeOfDaemonSets: 22,
  unhealthyPodEvictionPolicy: 27,
  ttlSecondsAfterFinished: 21,
  fsGroupChangePolicy: 20,
  podSecurityAdmission: 23,
  networkPolicyEndPort: 22,
  podOs: 24,
  grpcProbe: 24,
  sidecarContainers: 29,
  appArmorField: 30,
  recursiveReadOnly: 31,
  hostUsers: 33,
  supplementalGroupsPolicy: 33,
  shareProcessNamespace: 12,
  projectedToken: 12,
  ephemeralVolume: 21,
  csiVolume: 16,
  procMount: 33,
  seLinuxChangePolicy: 33,
  podResources: 34,
  resourceClaims: 34,
  fileKeyRef: 35,
  imageVolume: 35,
  clusterTrustBundle: 37,
  podCertificate: 37,
  bindMountOptions: NEVER,
  emptyDirMode: NEVER,
  hostNetworkOfUserNamespaces: NEVER,
  stopSignal: NEVER,
};

describe('what a target honours', () => {
  const all = Object.entries(SINCE) as [Feature, number][];
  const rows = all.filter(([, since]) => since !== NEVER);

  test('tests every row of the table', () => {
    expect(Object.keys(FEATURES).sort()).toEqual(Object.keys(SINCE).sort());
  });

  test.each(rows)('%s from 1.%i on', (feature, since) => {
    if (since > 13) expect(minor(since - 1)._supports(feature)).toBe(false);
    expect(minor(Math.max(13, since))._supports(feature)).toBe(true);
    expect(minor(37)._supports(feature)).toBe(true);
  });

  test.each(rows.filter(([, since]) => since > 13))(
    'the loss of %s in older versions names version 1.%i',
    (feature, since) => {
      const { field, below } = FEATURES[feature];
      expect(minor(since - 1)._loss(feature, 'x')).toEqual({ field, wanted: 'x', since: `1.${since}`, instead: below });
    },
  );

  test.each(all.filter(([, since]) => since === NEVER))('%s not even in the newest target', (feature) => {
    expect(minor(37)._supports(feature)).toBe(false);
    expect(minor(37)._loss(feature, 'x').since).toBe('never');
  });

  test("Izuma's kubelet honours runAsGroup, and no other field that 1.13 does not honour", () => {
    const honoured = rows.map(([feature]) => feature).filter((feature) => Target.izumaEdge()._supports(feature));
    expect(honoured).toEqual(['enableServiceLinks', 'runAsGroup', 'shareProcessNamespace', 'projectedToken']);
  });
});

/** [minor version, apiVersion there], from the oldest target on: each line is a change. */
const SERVED: Readonly<Record<Kind, ReadonlyArray<readonly [number, string | undefined]>>> = {
  ConfigMap: [[13, 'v1']],
  LimitRange: [[13, 'v1']],
  ResourceQuota: [[13, 'v1']],
  Role: [[13, 'rbac.authorization.k8s.io/v1']],
  RoleBinding: [[13, 'rbac.authorization.k8s.io/v1']],
  PodCertificateRequest: [
    [13, undefined],
    [35, 'certificates.k8s.io/v1beta1'],
    [37, 'certificates.k8s.io/v1'],
  ],
  DeviceClass: [
    [13, undefined],
    [32, 'resource.k8s.io/v1beta1'],
    [33, 'resource.k8s.io/v1beta2'],
    [34, 'resource.k8s.io/v1'],
  ],
  ResourceClaim: [
    [13, undefined],
    [32, 'resource.k8s.io/v1beta1'],
    [33, 'resource.k8s.io/v1beta2'],
    [34, 'resource.k8s.io/v1'],
  ],
  Namespace: [[13, 'v1']],
  PersistentVolume: [[13, 'v1']],
  PersistentVolumeClaim: [[13, 'v1']],
  Pod: [[13, 'v1']],
  Secret: [[13, 'v1']],
  Service: [[13, 'v1']],
  ServiceAccount: [[13, 'v1']],
  DaemonSet: [[13, 'apps/v1']],
  Deployment: [[13, 'apps/v1']],
  StatefulSet: [[13, 'apps/v1']],
  NetworkPolicy: [[13, 'networking.k8s.io/v1']],
  Job: [[13, 'batch/v1']],
  CronJob: [
    [13, 'batch/v1beta1'],
    [21, 'batch/v1'],
  ],
  PodDisruptionBudget: [
    [13, 'policy/v1beta1'],
    [21, 'policy/v1'],
  ],
  Ingress: [
    [13, 'extensions/v1beta1'],
    [19, 'networking.k8s.io/v1'],
  ],
  RuntimeClass: [
    [13, undefined],
    [14, 'node.k8s.io/v1beta1'],
    [20, 'node.k8s.io/v1'],
  ],
  PriorityClass: [
    [13, 'scheduling.k8s.io/v1beta1'],
    [14, 'scheduling.k8s.io/v1'],
  ],
  HorizontalPodAutoscaler: [
    [13, 'autoscaling/v2beta2'],
    [23, 'autoscaling/v2'],
  ],
  CSIDriver: [
    [13, undefined],
    [14, 'storage.k8s.io/v1beta1'],
    [18, 'storage.k8s.io/v1'],
  ],
  ValidatingAdmissionPolicy: [
    [13, undefined],
    [28, 'admissionregistration.k8s.io/v1beta1'],
    [30, 'admissionregistration.k8s.io/v1'],
  ],
  ValidatingAdmissionPolicyBinding: [
    [13, undefined],
    [28, 'admissionregistration.k8s.io/v1beta1'],
    [30, 'admissionregistration.k8s.io/v1'],
  ],
  MutatingAdmissionPolicy: [
    [13, undefined],
    [36, 'admissionregistration.k8s.io/v1'],
  ],
  MutatingAdmissionPolicyBinding: [
    [13, undefined],
    [36, 'admissionregistration.k8s.io/v1'],
  ],
  ClusterTrustBundle: [
    [13, undefined],
    [33, 'certificates.k8s.io/v1beta1'],
    [37, 'certificates.k8s.io/v1'],
  ],
};

describe('the apiVersion that a target serves', () => {
  test('is tested for every kind', () => {
    expect(Object.keys(API_VERSIONS).sort()).toEqual(Object.keys(SERVED).sort());
  });

  test.each(Object.entries(SERVED) as [Kind, ReadonlyArray<readonly [number, string | undefined]>][])(
    'of %s changes in the same versions as the API',
    (kind, changes) => {
      const served = Array.from({ length: 25 }, (_, i) => minor(13 + i)._apiVersion(kind));
      const expected = Array.from({ length: 25 }, (_, i) => changes.filter(([since]) => since <= 13 + i).at(-1)?.[1]);
      expect(served).toEqual(expected);
    },
  );

  test("Izuma's proxy accepts the documented kinds, and no Services", () => {
    const taken = (Object.keys(API_VERSIONS) as Kind[]).filter((kind) => Target.izumaEdge()._apiVersion(kind));
    expect(taken.sort()).toEqual(
      ['ConfigMap', 'DaemonSet', 'NetworkPolicy', 'PersistentVolume', 'PersistentVolumeClaim', 'Pod', 'Secret'].sort(),
    );
    expect([...IZUMA_KINDS].sort()).toEqual(taken);
    expect(Target.izumaEdge()._apiVersion('NetworkPolicy')).toBe('networking.k8s.io/v1');
  });
});

describe('the target of a construct', () => {
  const object = (scope: Chart, id: string): ApiObject => new ApiObject(scope, id, { apiVersion: 'v1', kind: 'Pod' });

  test('is Kubernetes 1.27 by default', () => {
    expect(Target.of(Testing.chart()).name).toBe('1.27');
    expect(Target.DEFAULT_VERSION).toBe('1.27');
  });

  test('is the target of the nearest scope', () => {
    const app = new App();
    Target.set(app, minor(30));
    const [plain, own] = [new Chart(app, 'plain'), new Chart(app, 'own')];
    Target.set(own, Target.izumaEdge());
    const [inPlain, inOwn, alone] = [object(plain, 'a'), object(own, 'a'), object(own, 'b')];
    Target.set(alone, minor(20));
    expect([app, plain, own, inPlain, inOwn, alone].map((c) => Target.of(c).name)).toEqual([
      '1.30',
      '1.30',
      'izuma-edge',
      '1.30',
      'izuma-edge',
      '1.20',
    ]);
  });

  test('can be changed until it is used', () => {
    const chart = Testing.chart();
    Target.set(chart, minor(20));
    Target.set(chart, minor(21));
    expect(Target.of(chart).name).toBe('1.21');
  });

  test('cannot be changed later; the error names the written construct and its target', () => {
    const app = new App();
    const chart = new Chart(app, 'chart');
    Target.of(object(chart, 'pod'));
    expect(() => Target.set(app, minor(30))).toThrow(
      'Target of the app: "chart/pod" was already written for 1.27, got 1.30: set the target before you add anything',
    );
    expect(() => Target.set(chart, minor(30))).toThrow('Target of "chart": "chart/pod" was already written for 1.27');
    expect(Target.of(chart).name).toBe('1.27');
  });

  test('can be set again later to the same target', () => {
    const chart = Testing.chart();
    Target.of(object(chart, 'pod'));
    expect(() => Target.set(chart, minor(27))).not.toThrow();
  });

  test('can be changed after constructs in other scopes, or with their own target, were written', () => {
    const app = new App();
    const [used, free] = [new Chart(app, 'used'), new Chart(app, 'free')];
    Target.set(used, minor(30));
    Target.of(object(used, 'pod'));
    expect(() => Target.set(free, minor(20))).not.toThrow();
    expect(() => Target.set(app, minor(20))).not.toThrow();
    expect(Target.of(used).name).toBe('1.30');
  });
});

describe('the name of the target in manifests', () => {
  const ANNOTATION = 'secure-edge.dev/kubernetes';
  function object(scope: Construct, annotations?: Record<string, string>): ApiObject {
    return new ApiObject(scope, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { annotations } });
  }
  const written = (chart: Chart): unknown[] => Testing.synth(chart).map(({ metadata }) => metadata.annotations);

  test('is written by every object in the scope, with the keys in their order', () => {
    const chart = Testing.chart();
    Target.set(chart, Target.kubernetes('v1.30.2'));
    object(chart, { z: '1', a: '1' });
    object(new Construct(chart, 'inner'));
    expect(written(chart)).toEqual([{ [ANNOTATION]: '1.30', a: '1', z: '1' }, { [ANNOTATION]: '1.30' }]);
    expect(Object.keys(written(chart)[0] as object)).toEqual(['a', ANNOTATION, 'z']);
  });

  test('is that of the nearest scope, and is not written for the default version', () => {
    const chart = Testing.chart();
    Target.set(chart, Target.izumaEdge());
    const [inner, plain] = [new Construct(chart, 'inner'), new Construct(chart, 'plain')];
    Target.set(inner, Target.kubernetes('1.30'));
    Target.set(inner, Target.kubernetes('1.31'));
    Target.set(plain, Target.kubernetes(Target.DEFAULT_VERSION));
    for (const scope of [chart, inner, plain]) object(scope);
    expect(written(chart)).toEqual([{ [ANNOTATION]: '1.31' }, undefined, { [ANNOTATION]: 'izuma-edge' }]);
    const other = Testing.chart();
    object(other);
    expect(written(other)).toEqual([undefined]);
  });

  test('does not replace a name in the manifest', () => {
    const chart = Testing.chart();
    Target.set(chart, Target.kubernetes('1.30'));
    object(chart, { [ANNOTATION]: '1.33' });
    expect(written(chart)).toEqual([{ [ANNOTATION]: '1.33' }]);
  });
});
