import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { BuiltInRules } from '../../src/policy/built-in-rules';
import { PolicyEngine, type PolicyEngineProps } from '../../src/policy/engine';
import { Pack } from '../../src/policy/pack';
import type { PolicyReport } from '../../src/policy/policy-report';
import { PolicyTarget } from '../../src/policy/policy-target';
import { ManifestDocument } from '../../src/policy/subject/manifest-document';

const RULES = ['field-of-target', 'served-api-version'];
const packs = [new Pack({ name: 'own', title: 'own', rules: RULES.map((id) => BuiltInRules.named(id)) })];

/** A pod with a field of 1.33. */
function pod(name: string, target?: unknown): object {
  const annotations = target === undefined ? {} : { 'secure-edge.dev/kubernetes': target };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, annotations }, spec: { hostUsers: false } };
}

function check(values: ReadonlyArray<unknown>, props: PolicyEngineProps = {}): PolicyReport {
  const documents = values.map((value, document) => new ManifestDocument({ value, document }));
  return new PolicyEngine({ packs, kubernetes: '1.30', ...props }).check(documents);
}

function targets(report: PolicyReport): string[] {
  return report.targets.map(({ target, objects }) => `${target.name} ${objects}`);
}

function told(report: PolicyReport): string[] {
  return report.findings.map(({ rule, resource, message }) => `${rule} ${resource.name}: ${message}`);
}

const LOST = (name: string, target: string): string =>
  `field-of-target ${name}: Kubernetes supports spec.hostUsers from 1.33, but the target is ${target}`;

test('an object is checked for the target in its annotation, in the order of the documents', () => {
  const report = check([pod('a'), pod('b', '1.33'), pod('c', 'izuma-edge'), pod('d', 'v1.29.4'), pod('e', '1.30')]);
  expect(told(report)).toEqual([LOST('a', '1.30'), LOST('c', 'izuma-edge'), LOST('d', '1.29'), LOST('e', '1.30')]);
  expect(targets(report)).toEqual(['1.30 2', '1.33 1', 'izuma-edge 1', '1.29 1']);
  expect([report.version.name, report.objects]).toEqual(['1.30', 5]);
});

test('the target of a document comes before that of the annotation', () => {
  const target = PolicyTarget.parse('1.33');
  const document = new ManifestDocument({ value: pod('a', '1.29'), target });
  const report = new PolicyEngine({ packs, kubernetes: '1.30' }).check([document]);
  expect([told(report), targets(report)]).toEqual([[], ['1.33 1']]);
});

test('untrusted manifests do not choose their target', () => {
  const report = check([pod('a', '1.33'), pod('b', 'none')], { acknowledgements: false });
  expect([told(report), targets(report)]).toEqual([[LOST('a', '1.30'), LOST('b', '1.30')], ['1.30 2']]);
});

test.each([['1.12'], ['latest'], ['izuma'], ['1.38'], ['']])(
  'the annotation %j is a finding, and the general target applies',
  (value) => {
    const report = check([pod('a', value)]);
    const found = report.findings;
    expect(found.map(({ rule, severity, path }) => [rule, severity, path])).toEqual([
      ['field-of-target', 'medium', '/spec/hostUsers'],
      ['malformed-target', 'medium', '/metadata/annotations/secure-edge.dev~1kubernetes'],
    ]);
    expect(found[1]!.message).toBe(
      `the target is ${JSON.stringify(value)}; must be 1.13 to 1.37 or izuma-edge, as text`,
    );
  },
);

test.each([[1.3], [['1.30']], [true]])('the annotation %j, which is not a text, is one finding', (value) => {
  const found = check([pod('a', value)]).findings.filter(({ path }) => path?.startsWith('/metadata') === true);
  expect(found.map(({ rule, path }) => [rule, path])).toEqual([
    ['unreadable-content', '/metadata/annotations/secure-edge.dev~1kubernetes'],
  ]);
});

test('an annotation that is not a text, in a kind without a schema, is a finding', () => {
  const widget = { apiVersion: 'example.com/v1', kind: 'Widget' };
  const found = check([{ ...pod('a', 1.3), ...widget }]).findings;
  expect(found.map(({ rule }) => rule)).toContain('malformed-target');
});

test('versions that are the same cluster are checked together', () => {
  expect(targets(check([pod('a'), pod('b', '1.37'), pod('c', 'v1.37.1')], { kubernetes: 'latest' }))).toEqual([
    'latest 3',
  ]);
});

test('different clusters do not see the objects of each other', () => {
  const labeled = { ...pod('web', '1.33'), metadata: { name: 'web', labels: { app: 'web' } } };
  const web = new ManifestDocument({ value: labeled, target: PolicyTarget.parse('1.33') });
  const service = (kubernetes: string): ManifestDocument => {
    const value = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' }, spec: { selector: { app: 'web' } } };
    return new ManifestDocument({ value, target: PolicyTarget.parse(kubernetes), document: 1 });
  };
  const own = [new Pack({ name: 'own', title: 'own', rules: [BuiltInRules.named('service-selects-pods')] })];
  const found = (kubernetes: string): number =>
    new PolicyEngine({ packs: own }).check([web, service(kubernetes)]).findings.length;
  expect([found('1.33'), found('1.29')]).toEqual([0, 1]);
});

describe('an object inside another one', () => {
  test('has the target of the outer one unless it has its own', () => {
    const list = { apiVersion: 'v1', kind: 'List', items: [pod('a'), pod('b', '1.33'), pod('c', 'izuma-edge')] };
    expect(told(check([list]))).toEqual([LOST('a', '1.30'), LOST('c', 'izuma-edge')]);
    const app = {
      ...pod('app', 'izuma-edge'),
      apiVersion: 'apps.kubeedge.io/v1alpha1',
      kind: 'EdgeApplication',
      spec: { workloadTemplate: { manifests: [pod('a'), pod('b', '1.33')] } },
    };
    expect(told(check([app]))).toEqual([LOST('a', 'izuma-edge')]);
    expect(targets(check([app]))).toEqual(['izuma-edge 2', '1.33 1']);
  });

  test('is found in the string of a bundle', () => {
    const content = gzipSync(JSON.stringify({ kind: 'List', items: [pod('a'), pod('b', '1.33')] })).toString('base64');
    const bundle = {
      ...pod('bundle', '1.29'),
      apiVersion: 'fleet.cattle.io/v1alpha1',
      kind: 'Bundle',
      spec: {
        resources: [
          { name: 'a.json', content, encoding: 'base64+gz' },
          { name: 'b.yaml', encoding: 'x', content },
        ],
      },
    };
    const report = check([bundle, pod('c', '1.33')]);
    expect(told(report)).toEqual([
      'unreadable-content bundle: unreadable content: unknown encoding "x"',
      LOST('a', '1.29'),
    ]);
    // the bundle itself is not judged, because a part of it cannot be read
    expect(targets(report)).toEqual(['1.29 1', '1.33 2']);
  });
});

test('izuma-edge serves only the kinds that it documents', () => {
  const objects = ['Deployment', 'Service', 'ServiceAccount'].map((kind) => ({
    ...pod(kind),
    apiVersion: kind === 'Deployment' ? 'apps/v1' : 'v1',
    kind,
    spec: {},
  }));
  const found = (kubernetes: string, kind: object): unknown =>
    check([kind], { kubernetes }).findings.map(({ rule, severity, path }) => [rule, severity, path]);
  for (const each of objects) {
    expect(found('izuma-edge', each)).toEqual([['served-api-version', 'medium', '/kind']]);
    expect(found('1.13', each)).toEqual([]);
  }
  expect(found('izuma-edge', { ...pod('a'), kind: 'Secret', spec: {} })).toEqual([]);
  expect(found('izuma-edge', { ...pod('a'), apiVersion: 'example.com/v1', kind: 'Sensor', spec: {} })).toEqual([]);
});

test('unreadable documents belong to a cluster that has objects', () => {
  const deep = Array.from({ length: 20 }).reduce<object>((items) => ({ kind: 'List', items: [items] }), pod('a'));
  const report = check([deep, pod('b', '1.33')]);
  expect(report.findings.map(({ rule }) => rule)).toEqual(['unreadable-content']);
  expect([targets(report), report.notJudged.length]).toEqual([['1.33 1'], 1]);
  expect(targets(check([deep]))).toEqual(['1.30 0']);
});

test('every object is checked once, for one target', () => {
  const names = fc.constantFrom(undefined, '1.30', '1.33', 'izuma-edge', 'none');
  const item = fc.oneof(
    names.map((name) => pod('a', name)),
    fc.array(names).map((all) => ({ kind: 'List', items: all.map((name) => pod('a', name)) })),
  );
  const count = (value: object): number => ('items' in value ? (value.items as unknown[]).length : 1);
  fc.assert(
    fc.property(fc.array(item), (values) => {
      const report = check(values);
      const total = values.reduce((sum, value) => sum + count(value), 0);
      expect(report.objects).toBe(total);
      expect(report.targets.reduce((sum, { objects }) => sum + objects, 0)).toBe(total);
      const order = report.findings.map(({ document }) => document);
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }),
  );
});
