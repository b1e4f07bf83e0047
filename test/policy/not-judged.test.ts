import { PolicyEngine, type PolicyEngineProps } from '../../src/policy/engine';
import type { PolicyReport } from '../../src/policy/policy-report';
import { documents } from './judging';

const judged = (yaml: string, props: PolicyEngineProps = {}): PolicyReport =>
  new PolicyEngine(props).check(documents(yaml));

const object = (apiVersion: string, kind: string, spec = '{}'): string =>
  `{apiVersion: ${apiVersion}, kind: ${kind}, metadata: {name: o, namespace: shop}, spec: ${spec}}`;
const POD = '{hostPID: true, containers: [{name: main, image: x, securityContext: {privileged: true}}]}';

describe('a pod in an undeclared kind', () => {
  test.each<[string, string, string, string]>([
    ['argoproj.io/v1alpha1', 'Rollout', `{template: {spec: ${POD}}}`, '/spec/template/spec'],
    ['serving.knative.dev/v1', 'Service', `{template: {spec: ${POD}}}`, '/spec/template/spec'],
    [
      'jobset.x-k8s.io/v1alpha2',
      'JobSet',
      `{replicatedJobs: [{template: {spec: {template: {spec: ${POD}}}}}]}`,
      '/spec/replicatedJobs/0/template/spec/template/spec',
    ],
    ['apps.kruise.io/v1alpha1', 'SidecarSet', POD, '/spec'],
    ['apps.openyurt.io/v1beta1', 'YurtAppSet', `{extra: {spec: ${POD}}}`, '/spec/extra/spec'],
  ])('%s %s is checked', (apiVersion, kind, spec, pointer) => {
    const report = judged(object(apiVersion, kind, spec));
    const found = report.findings.map(({ rule, path }) => `${rule} ${path}`);
    expect(found).toContain(`no-host-namespaces ${pointer}/hostPID`);
    expect(found).toContain(`no-privileged ${pointer}/containers/0/securityContext/privileged`);
    expect([report.objects, report.notJudged]).toEqual([1, []]);
  });

  test('is checked once if its kind is known', () => {
    const spec = `{workload: {workloadTemplate: {deploymentTemplate: {spec: {template: {spec: ${POD}}}}}}}`;
    const { findings } = judged(object('apps.openyurt.io/v1beta1', 'YurtAppSet', spec));
    expect(findings.filter(({ rule }) => rule === 'no-privileged')).toHaveLength(1);
  });
});

describe('objects inside an object of another kind', () => {
  const inner = object('apps/v1', 'Deployment', `{template: {spec: ${POD}}}`);

  test.each<[string, string, string, string]>([
    [
      'work.open-cluster-management.io/v1',
      'ManifestWork',
      `{workload: {manifests: [${inner}]}}`,
      '/spec/workload/manifests/0',
    ],
    ['hive.openshift.io/v1', 'SelectorSyncSet', `{resources: [${inner}]}`, '/spec/resources/0'],
    [
      'kubernetes.crossplane.io/v1alpha2',
      'Object',
      `{forProvider: {manifest: ${inner}}}`,
      '/spec/forProvider/manifest',
    ],
    [
      'apps.kubeedge.io/v1alpha1',
      'EdgeApplication',
      `{workloadTemplate: {manifests: [${inner}]}}`,
      '/spec/workloadTemplate/manifests/0',
    ],
  ])('%s %s', (apiVersion, kind, spec, pointer) => {
    const report = judged(object(apiVersion, kind, spec));
    const finding = report.findings.find(({ rule }) => rule === 'no-privileged')!;
    expect([finding.resource.kind, finding.documentPath]).toEqual([
      'Deployment',
      `${pointer}/spec/template/spec/containers/0/securityContext/privileged`,
    ]);
    expect([report.objects, report.notJudged]).toEqual([2, []]);
  });

  test('are found in an object inside another one, too', () => {
    const work = object('work.open-cluster-management.io/v1', 'ManifestWork', `{workload: {manifests: [${inner}]}}`);
    const report = judged(object('hive.openshift.io/v1', 'SyncSet', `{resources: [${work}]}`));
    expect(report.findings.map(({ rule }) => rule)).toContain('no-privileged');
    expect(report.objects).toBe(3);
  });
});

describe('manifests in texts', () => {
  const inner = object('apps/v1', 'Deployment', `{template: {spec: ${POD}}}`);
  const rules = (...manifests: string[]): string[] =>
    judged(manifests.join('\n---\n')).findings.map(({ rule, documentPath }) => `${rule} ${documentPath}`);
  const block = (text: string): string => JSON.stringify(text);
  const yaml = `apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop}\nspec: ${POD}\n`;

  test.each([
    ['YAML', yaml],
    ['several documents', `# comment\n---\n${yaml}---\n${yaml}`],
    [
      'JSON',
      JSON.stringify({
        apiVersion: 'v1',
        kind: 'List',
        items: [{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec: { hostPID: true, containers: [] } }],
      }),
    ],
  ])('of an unknown kind are judged: %s', (_, text) => {
    const found = rules(object('addons.example/v1', 'Addon', `{manifests: [${block(text)}]}`));
    expect(found).toContain('no-host-namespaces /spec/manifests/0');
  });

  test('of an unknown kind that cannot be read are reported', () => {
    const found = rules(
      object('addons.example/v1', 'Addon', `{manifest: ${block('apiVersion: v1\nkind: Pod\n  a: [\n')}}`),
    );
    expect(found).toEqual(['unreadable-content /spec/manifest']);
  });

  test.each([
    ['a patch', 'addons.example/v1', 'Addon', `{patch: ${block(yaml)}}`],
    [
      'values of a chart',
      'argoproj.io/v1alpha1',
      'Application',
      `{project: shop, destination: {namespace: shop}, source: {repoURL: 'https://git.example/shop', helm: {values: ${block(yaml)}}}}`,
    ],
    [
      'a text about manifests',
      'addons.example/v1',
      'Addon',
      '{text: "apiVersion and kind are fields of every manifest"}',
    ],
  ])('are not %s', (_, apiVersion, kind, spec) => {
    const found = rules(object(apiVersion, kind, spec));
    expect(found.filter((each) => !/^(valid-structure|no-weakening-patch) /.test(each))).toEqual([]);
  });

  describe('of a ClusterResourceSet', () => {
    const set = object(
      'addons.cluster.x-k8s.io/v1beta1',
      'ClusterResourceSet',
      '{resources: [{kind: ConfigMap, name: o}, {kind: Secret, name: o}]}',
    );
    const configMap = `{apiVersion: v1, kind: ConfigMap, metadata: {name: o, namespace: shop}, data: {a.yaml: ${block(yaml)}}}`;
    const secret = (type = 'Opaque', namespace = 'shop'): string =>
      `{apiVersion: v1, kind: Secret, type: ${type}, metadata: {name: o, namespace: ${namespace}}, immutable: true, data: {a.yaml: ${Buffer.from(yaml).toString('base64')}}}`;

    test('are those of its ConfigMaps and Secrets', () => {
      expect(rules(set, configMap)).toContain('no-host-namespaces /data/a.yaml');
      expect(rules(set, secret())).toContain('no-host-namespaces /data/a.yaml');
      expect(judged([set, configMap].join('\n---\n')).notJudged).toEqual([]);
    });

    test('are not those of other ConfigMaps and Secrets', () => {
      expect(rules(configMap).join()).not.toContain('no-host-namespaces');
      expect(rules(set, secret('Opaque', 'other')).join()).not.toContain('no-host-namespaces');
      expect(rules(secret('addons.cluster.x-k8s.io/resource-set'))).toContain('no-host-namespaces /data/a.yaml');
    });
  });

  test('of a SyncSet are judged, but not its patches', () => {
    const set = (more: string): PolicyReport =>
      judged(object('hive.openshift.io/v1', 'SyncSet', `{resources: [${inner}]${more}}`));
    expect(set('').notJudged).toEqual([]);
    const patched = set(', patches: [{apiVersion: v1, kind: ConfigMap, name: a, patch: "{}", patchType: merge}]');
    expect(patched.notJudged).toMatchObject([{ apiVersion: 'hive.openshift.io/v1', kind: 'SyncSet', count: 1 }]);
    expect(patched.findings.map(({ rule }) => rule)).toContain('no-privileged');
  });
});

describe('unchecked objects', () => {
  const workflow = object('argoproj.io/v1alpha1', 'Workflow', '{templates: [{container: {image: x}}]}');

  test('are listed and counted once for each kind, and do not count as checked', () => {
    const report = judged([workflow, object('v1', 'ConfigMap'), workflow].join('\n---\n'));
    expect(report.notJudged).toMatchObject([{ apiVersion: 'argoproj.io/v1alpha1', kind: 'Workflow', count: 2 }]);
    expect(report.objects).toBe(1);
  });

  test('can be excluded by name, and still do not count as checked', () => {
    const report = judged(workflow, { excludeKinds: ['argoproj.io/Workflow'] });
    expect([report.notJudged, report.objects]).toEqual([[], 0]);
  });

  test.each([
    ['cert-manager.io/v1', 'Certificate', '{dnsNames: [a.example]}'],
    ['monitoring.coreos.com/v1', 'ServiceMonitor', '{endpoints: []}'],
    ['gateway.networking.k8s.io/v1', 'HTTPRoute', '{rules: [{matches: []}]}'],
    ['argoproj.io/v1alpha1', 'Application', '{project: p}'],
    ['kyverno.io/v1', 'ClusterPolicy', `{rules: [{validate: {pattern: {spec: ${POD}}}}]}`],
    [
      'apiextensions.k8s.io/v1',
      'CustomResourceDefinition',
      `{versions: [{schema: {openAPIV3Schema: {containers: [{image: x}]}}}]}`,
    ],
  ])('is not %s %s', (apiVersion, kind, spec) => {
    const report = judged(object(apiVersion, kind, spec));
    expect([report.notJudged, report.objects]).toEqual([[], 1]);
    expect(report.findings.map(({ rule }) => rule)).not.toContain('no-privileged');
  });

  test.each([
    [
      'rights that an operator grants',
      'operators.coreos.com/v1alpha1',
      'ClusterServiceVersion',
      `{install: {permissions: [{rules: [{resources: [secrets], verbs: [get]}]}], deployments: [{spec: {template: {spec: ${POD}}}}]}}`,
    ],
    [
      'an unexpected part in a known kind',
      'monitoring.coreos.com/v1',
      'Prometheus',
      '{volumes: [{name: v, hostPath: {path: /}}]}',
    ],
  ])('is %s', (_, apiVersion, kind, spec) => {
    expect(judged(object(apiVersion, kind, spec)).notJudged).toMatchObject([{ apiVersion, kind, count: 1 }]);
  });

  test('is unreadable content, in addition to its finding', () => {
    const report = judged(
      object('fleet.cattle.io/v1alpha1', 'Bundle', '{resources: [{name: a.yaml, encoding: zstd, content: x}]}'),
    );
    expect(report.notJudged).toMatchObject([{ apiVersion: 'fleet.cattle.io/v1alpha1', kind: 'Bundle', count: 1 }]);
    expect(report.findings.map(({ rule }) => rule)).toContain('unreadable-content');
  });
});

test.each(['Workflow', 'argoproj.io', 'v1/Pod', 'argoproj.io/v1alpha1/Workflow', ''])(
  'rejects %j as an excluded kind',
  (kind) => {
    expect(() => new PolicyEngine({ excludeKinds: [kind] })).toThrow(/excludeKinds must contain kinds as GROUP\/KIND/);
  },
);
