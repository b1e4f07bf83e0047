import { App, Chart, JsonPatch, Testing } from 'cdk8s';
import { ManifestObject, type ManifestObjectProps } from '../../src/kubernetes/manifest-object';

const object = (chart: Chart, id: string, props: Partial<ManifestObjectProps> = {}): ManifestObject =>
  new ManifestObject(chart, id, {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    name: 'config',
    fields: ['data'],
    render: () => ({ data: {} }),
    ...props,
  });

describe('an object from plain JSON', () => {
  test('is rendered when the app is synthesized, not before', () => {
    const chart = Testing.chart();
    const data: Record<string, string> = {};
    object(chart, 'a', { render: () => ({ metadata: { labels: { l: 'm' }, annotations: { n: 'o' } }, data }) });
    data['late'] = 'yes';
    expect(Testing.synth(chart)).toEqual([
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'config', labels: { l: 'm' }, annotations: { n: 'o' } },
        data: { late: 'yes' },
      },
    ]);
  });

  test('has its keys in the same order, independent of the order in its JSON', () => {
    const keys = (data: Record<string, string>): string => {
      const app = new App();
      object(new Chart(app, 'c'), 'a', { render: () => ({ data }) });
      return app.synthYaml();
    };
    expect(keys({ b: '1', a: '2' })).toBe(keys({ a: '2', b: '1' }));
  });

  test('is patched last', () => {
    const chart = Testing.chart();
    object(chart, 'a').addJsonPatch(JsonPatch.add('/data/patched', 'yes'));
    expect(Testing.synth(chart)[0].data).toEqual({ patched: 'yes' });
  });

  test('has the labels of its chart besides its own', () => {
    const chart = new Chart(new App(), 'c', { labels: { of: 'chart', both: 'chart' } });
    object(chart, 'a', { render: () => ({ metadata: { labels: { both: 'own' } }, data: {} }) });
    expect(Testing.synth(chart)[0].metadata.labels).toEqual({ of: 'chart', both: 'own' });
  });

  test('has the namespace of its chart unless it has its own, or is cluster-scoped', () => {
    const chart = new Chart(new App(), 'c', { namespace: 'chart' });
    object(chart, 'a');
    object(chart, 'b', { namespace: 'own' });
    object(chart, 'c', { kind: 'Namespace' });
    expect(Testing.synth(chart).map((m) => m.metadata.namespace)).toEqual([undefined, 'chart', 'own']);
  });
});

describe('a text that Kubernetes does not read as cdk8s writes it', () => {
  test.each(['\u0085', '\u2028', '\u2029', '\ufeff', '\ud800'])('is an error at synth: %j in a value or a key', (c) => {
    const app = new App();
    object(new Chart(app, 'c'), 'a', { render: () => ({ data: { 'a/b': `x${c}  immutable: true` } }) });
    expect(() => app.synthYaml()).toThrow(/\/data\/a~1b must not contain control characters/);
    const other = new App();
    object(new Chart(other, 'c'), 'a', { render: () => ({ data: { [`a${c}`]: 'x' } }) });
    expect(() => other.synthYaml()).toThrow(/a key of \/data must not contain control characters/);
  });

  test('is an error if a patch adds it', () => {
    const app = new App();
    object(new Chart(app, 'c'), 'a').addJsonPatch(JsonPatch.add('/data/patched', 'x\u2028y'));
    expect(() => app.synthYaml()).toThrow(/\/data\/patched must not contain .*got "x\\u2028y"/);
  });

  test('is not a text with characters that cdk8s escapes', () => {
    const app = new App();
    object(new Chart(app, 'c'), 'a', { render: () => ({ data: { a: 'x\r\ny\u0007\t\u00a0\u200d😀' } }) });
    expect(app.synthYaml()).toContain('"x\\r\\ny\\a\\t');
  });
});

describe('a name', () => {
  test('is unique for a kind and a namespace of a chart', () => {
    const chart = new Chart(new App(), 'one', { namespace: 'shop' });
    object(chart, 'a');
    expect(() => object(chart, 'b', { namespace: 'shop' })).toThrow(
      '"one/b": the name "config" is already taken by the ConfigMap of "one/a" in the same namespace of the chart: give one of the two another name',
    );
  });

  test('can be used again in another chart, which can be for another cluster', () => {
    const app = new App();
    object(new Chart(app, 'test'), 'a', { namespace: 'shop' });
    expect(() => object(new Chart(app, 'live'), 'a', { namespace: 'shop' })).not.toThrow();
  });

  test.each<[string, Partial<ManifestObjectProps>]>([
    ['another kind', { kind: 'Secret' }],
    ['another API group', { apiVersion: 'acme.dev/v1' }],
    ['another namespace', { namespace: 'other' }],
    ['another name', { name: 'other' }],
  ])('can be used again for %s', (_, props) => {
    const chart = Testing.chart();
    object(chart, 'a');
    expect(() => object(chart, 'b', props)).not.toThrow();
  });

  test('can be used again in another app', () => {
    object(Testing.chart(), 'a');
    expect(() => object(Testing.chart(), 'a')).not.toThrow();
  });

  test('is shared by two versions of one API group', () => {
    const chart = Testing.chart();
    object(chart, 'a', { apiVersion: 'batch/v1', kind: 'CronJob' });
    expect(() => object(chart, 'b', { apiVersion: 'batch/v1beta1', kind: 'CronJob' })).toThrow(
      /is already taken by the CronJob/,
    );
  });

  test('of a cluster-scoped object is unique across namespaces', () => {
    const chart = Testing.chart();
    object(chart, 'a', { kind: 'Namespace', namespace: 'a' });
    expect(() => object(chart, 'b', { kind: 'Namespace', namespace: 'b' })).toThrow(/is already taken by/);
  });
});
