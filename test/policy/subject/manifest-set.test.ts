import { ManifestDocument } from '../../../src/policy/subject/manifest-document';
import { ManifestSet } from '../../../src/policy/subject/manifest-set';
import { PolicyVersion } from '../../../src/policy/policy-version';
import { workOf } from '../../work';

const set = (...values: unknown[]): ManifestSet =>
  ManifestSet._of(
    values.map((value) => new ManifestDocument({ value })),
    PolicyVersion.latest(),
  );

const pod = (name: string, namespace: string | undefined, labels: object): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, ...(namespace !== undefined && { namespace }), labels },
  spec: { containers: [] },
});

const manifests = set(
  pod('a', 'shop', { app: 'web', tier: 'front' }),
  pod('b', 'shop', { app: 'web', tier: 'back' }),
  pod('c', 'shop', { tier: 'back' }),
  pod('d', 'other', { app: 'web' }),
  pod('e', undefined, { app: 'web' }),
  { kind: 'List', items: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'shop' } }] },
);
const names = (pods: { object: { name: string } }[]): string => pods.map((each) => each.object.name).join('');

test('finds an object by kind, name and namespace', () => {
  expect(manifests.find('Pod', 'a', 'shop')?.valueAt('metadata', 'labels', 'tier')).toBe('front');
  expect(manifests.find('ConfigMap', 'a', 'shop')?.kind).toBe('ConfigMap');
  expect(manifests.find('Pod', 'e')?.name).toBe('e');
  expect(manifests.find('Pod', 'a')).toBeUndefined();
  expect(manifests.find('Pod', 'a', 'other')).toBeUndefined();
});

test('finds objects by kind, in all namespaces or in one', () => {
  expect(manifests.ofKind('Pod').map((o) => o.name)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(manifests.ofKindIn('Pod', 'other').map((o) => o.name)).toEqual(['d']);
  expect(manifests.ofKindIn('Pod').map((o) => o.name)).toEqual(['e']);
  expect(manifests.ofKind('constructor')).toEqual([]);
});

describe('a kind of another API group with the name of a kind of Kubernetes', () => {
  const object = (apiVersion: string, kind: string, name: string): object => ({
    apiVersion,
    kind,
    metadata: { name, namespace: 'shop' },
  });
  const both = set(
    object('v1', 'Service', 'own'),
    object('serving.knative.dev/v1', 'Service', 'own'),
    object('serving.knative.dev/v1', 'Service', 'foreign'),
    object('projectcalico.org/v3', 'NetworkPolicy', 'foreign'),
    object('argoproj.io/v1alpha1', 'Rollout', 'web'),
  );
  const groups = (found: { group: string; name: string }[]): string[] =>
    found.map(({ group, name }) => `${group}/${name}`);

  test('is found by its group only', () => {
    expect(groups(both.ofKind('Service'))).toEqual(['/own']);
    expect(groups(both.ofKindIn('Service', 'shop'))).toEqual(['/own']);
    expect(both.ofKind('NetworkPolicy')).toEqual([]);
    expect(groups(both.ofKind('Service', 'serving.knative.dev'))).toEqual([
      'serving.knative.dev/own',
      'serving.knative.dev/foreign',
    ]);
    expect(groups(both.ofKindIn('NetworkPolicy', 'shop', 'projectcalico.org'))).toEqual(['projectcalico.org/foreign']);
    expect(both.ofKind('Service', 'other.example')).toEqual([]);
    expect(both.find('Service', 'own', 'shop')?.group).toBe('');
    expect(both.find('Service', 'foreign', 'shop')).toBeUndefined();
  });

  test('does not affect kinds that Kubernetes does not have', () => {
    expect(groups(both.ofKind('Rollout'))).toEqual(['argoproj.io/web']);
    expect(groups(both.ofKind('Rollout', 'argoproj.io'))).toEqual(['argoproj.io/web']);
    expect(both.ofKind('Rollout', 'other.example')).toEqual([]);
  });
});

test('finds pods by namespace', () => {
  expect(names(manifests.podsIn('shop'))).toBe('abc');
  expect(names(manifests.podsIn())).toBe('e');
  expect(manifests.podsIn('none')).toEqual([]);
});

describe('a label selector', () => {
  test.each([
    ['that is empty selects all pods', {}, 'abc'],
    ['with one label', { matchLabels: { app: 'web' } }, 'ab'],
    ['with two labels', { matchLabels: { app: 'web', tier: 'back' } }, 'b'],
    ['with a label that no pod has', { matchLabels: { app: 'db' } }, ''],
    ['In', { matchExpressions: [{ key: 'tier', operator: 'In', values: ['back', 'middle'] }] }, 'bc'],
    [
      'NotIn, which includes pods without the label',
      { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] },
      'c',
    ],
    ['Exists', { matchExpressions: [{ key: 'app', operator: 'Exists' }] }, 'ab'],
    ['DoesNotExist', { matchExpressions: [{ key: 'app', operator: 'DoesNotExist' }] }, 'c'],
    [
      'with labels and expressions',
      { matchLabels: { tier: 'back' }, matchExpressions: [{ key: 'app', operator: 'Exists' }] },
      'b',
    ],
    [
      'with an unknown operator selects nothing',
      { matchExpressions: [{ key: 'app', operator: 'Like', values: ['w'] }] },
      '',
    ],
    ['that is not an object selects nothing', 'app=web', ''],
  ])('%s', (_, selector, expected) => {
    expect(names(manifests.selectPods(selector, 'shop'))).toBe(expected);
  });
});

test('selects as often as there are pods in linear work', () => {
  const work = (size: number): number => {
    const labels = Array.from({ length: size }, (_, i) => ({ app: `a${i}`, team: 'one' }));
    const many = set(...labels.map((each, i) => pod(`p${i}`, 'shop', each)));
    return workOf(() => {
      for (const matchLabels of labels) expect(many.selectPods({ matchLabels }, 'shop').length).toBe(1);
    });
  };
  work(50);
  const [small, large] = [work(200), work(400)];
  expect(large / small).toBeLessThan(2.2);
});

describe('a subject', () => {
  const subject = set({ kind: 'Any', a: { text: 'x', number: 5, flag: false, list: [1], none: null } }).objects[0]!;

  test('returns the value at a path, if it has the requested type', () => {
    expect([subject.textAt('a', 'text'), subject.textAt('a', 'number'), subject.textAt('a', 'none')]).toEqual([
      'x',
      undefined,
      undefined,
    ]);
    expect([subject.numberAt('a', 'number'), subject.numberAt('a', 'text')]).toEqual([5, undefined]);
    expect([subject.flagAt('a', 'flag'), subject.flagAt('a', 'number')]).toEqual([false, undefined]);
    expect([subject.listAt('a', 'list'), subject.listAt('a')]).toEqual([[1], []]);
    expect([subject.objectAt('a', 'text'), subject.objectAt('b', 'c')]).toEqual([{}, {}]);
    expect([subject.valueAt('a', 'none'), subject.valueAt('constructor'), subject.valueAt('a', 'list', '0')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe('a version', () => {
  test.each([
    ['1.0', 0],
    ['v1.27', 27],
    ['1.37', 37],
    ['latest', 37],
    ['v1.27.3', 27],
    ['izuma-edge', 13],
  ])('%s', (name, minor) => {
    expect(PolicyVersion.parse(name).minor).toBe(minor);
  });

  test.each(['1.38', '1.07', '2.1', '1', '', 'Latest', '1.27.', '1.27.x', '1.27.3.4', '1.-1', 'izuma'])(
    'rejects %j',
    (name) => {
      expect(() => PolicyVersion.parse(name)).toThrow('version must be 1.0 to 1.37, "latest" or "izuma-edge"');
    },
  );
});
