import { ApiObject, App, Chart, Testing, YamlOutputType } from 'cdk8s';
import * as kplus from 'cdk8s-plus-27';
import { EdgeNamespace, Exposure, Image, MountedFiles, Port, SecureEdgeApp } from 'cdk8s-secure-edge';
import { inApplyOrder } from '../../src/kubernetes/apply-order';

const image = Image.fromDigest(`registry.example/web@sha256:${'a'.repeat(64)}`);
const kinds = (manifests: any[]): string[] => manifests.map(({ kind }) => kind);
const object = (chart: Chart, kind: string, apiVersion = 'v1'): ApiObject =>
  new ApiObject(chart, kind, { apiVersion, kind, metadata: { name: kind.toLowerCase() } });

test('manifests are ordered by kind, and those of one rank keep their order', () => {
  const one = (kind: string, name = 'a', apiVersion = 'v1'): any => ({ apiVersion, kind, metadata: { name } });
  const ordered = inApplyOrder([
    one('Ingress', 'a', 'networking.k8s.io/v1'),
    one('Deployment', 'b', 'apps/v1'),
    one('Pod'),
    one('Certificate', 'a', 'cert-manager.io/v1'),
    one('Service'),
    one('PersistentVolumeClaim'),
    one('Secret', 'b'),
    one('ConfigMap', 'a'),
    one('RoleBinding'),
    one('ServiceAccount'),
    one('ResourceQuota'),
    one('NetworkPolicy'),
    one('Namespace'),
  ]);
  expect(ordered.map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'Namespace a',
    'ResourceQuota a',
    'NetworkPolicy a',
    'RoleBinding a',
    'ServiceAccount a',
    'Secret b',
    'ConfigMap a',
    'PersistentVolumeClaim a',
    'Service a',
    'Certificate a',
    'Deployment b',
    'Pod a',
    'Ingress a',
  ]);
});

describe('a chart with an app', () => {
  const build = (chart: Chart): void => {
    object(chart, 'Pod');
    const group = new kplus.Namespace(chart, 'early');
    const shop = new EdgeNamespace(chart, 'shop');
    for (const name of ['web', 'till'])
      new SecureEdgeApp(group, name, {
        image,
        namespace: shop,
        ports: [Port.tcp(8080)],
        exposure: Exposure.inCluster(),
        ingress: [],
        files: [MountedFiles.fromText('/etc/web', { 'a.conf': 'x' })],
      });
    object(chart, 'LimitRange');
  };

  test('writes the namespaces and the policies of all constructs before the pods', () => {
    const chart = Testing.chart();
    build(chart);
    expect(kinds(Testing.synth(chart))).toEqual([
      ...['Namespace', 'Namespace'],
      ...['NetworkPolicy', 'NetworkPolicy', 'NetworkPolicy', 'LimitRange'],
      ...['ServiceAccount', 'ServiceAccount', 'ConfigMap', 'ConfigMap', 'Service', 'Service'],
      ...['Pod', 'Deployment', 'Deployment'],
    ]);
  });

  test('writes the same file in the layouts with more than one object in a file', () => {
    const app = Testing.app();
    build(new Chart(app, 'chart'));
    const whole = Testing.app({ yamlOutputType: YamlOutputType.FILE_PER_APP });
    build(new Chart(whole, 'chart'));
    expect(whole.synthYaml()).toBe(app.synthYaml());
    expect(app.synthYaml().indexOf('kind: NetworkPolicy')).toBeLessThan(app.synthYaml().indexOf('kind: Pod\n'));
  });

  test('keeps a dependency of its author that follows the order', () => {
    const chart = Testing.chart();
    build(chart);
    const [first, second] = ['Job', 'CronJob'].map((kind) => object(chart, kind, 'batch/v1'));
    first?.addDependency(second as ApiObject);
    expect(kinds(Testing.synth(chart)).slice(-5)).toEqual(['Pod', 'Deployment', 'Deployment', 'CronJob', 'Job']);
  });

  test('keeps the order of cdk8s if a dependency of its author contradicts', () => {
    const chart = Testing.chart();
    build(chart);
    const job = object(chart, 'Job', 'batch/v1');
    object(chart, 'Secret').addDependency(job);
    const written = kinds(Testing.synth(chart));
    expect(written.indexOf('Job')).toBeLessThan(written.indexOf('Secret'));
  });
});

test('a chart without a construct of this library keeps the order of cdk8s', () => {
  const chart = new Chart(new App(), 'chart');
  object(chart, 'Pod');
  object(chart, 'Namespace');
  expect(kinds(Testing.synth(chart))).toEqual(['Pod', 'Namespace']);
});

test('an app without a namespace construct denies what it does not allow', () => {
  const chart = Testing.chart();
  new SecureEdgeApp(chart, 'web', { image });
  const policy = Testing.synth(chart).find(({ kind }) => kind === 'NetworkPolicy');
  expect(policy.spec).toEqual({
    podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
    policyTypes: ['Ingress', 'Egress'],
  });
});
