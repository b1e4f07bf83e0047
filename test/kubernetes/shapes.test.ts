import { shapesIn } from '../../src/kubernetes/shapes';

const CONTAINERS = [{ name: 'main', image: 'registry.example/web:1' }];
const custom = (more: object): any => ({
  apiVersion: 'shop.example/v1',
  kind: 'Thing',
  metadata: { name: 't' },
  ...more,
});

const podsAt = (more: object): unknown[] =>
  shapesIn(custom(more)).pods.map(({ pointer, annotatable }) => [pointer, annotatable]);

describe('a pod of any kind', () => {
  test.each<[string, object, unknown[]]>([
    [
      'is found as a template',
      { spec: { template: { spec: { containers: CONTAINERS } } } },
      [['/spec/template', true]],
    ],
    [
      'is found in a list',
      { spec: { jobs: [{}, { pod: { spec: { containers: CONTAINERS } } }] } },
      [['/spec/jobs/1/pod', true]],
    ],
    ['is found as a bare spec', { spec: { podSpec: { containers: CONTAINERS } } }, [['/spec/podSpec', false]]],
    ['is a bare spec if the object itself is the template', { spec: { containers: CONTAINERS } }, [['/spec', false]]],
    ['is a bare spec if the object itself is the spec', { containers: CONTAINERS }, [['', false]]],
    ['is found by its init containers', { spec: { a: { initContainers: CONTAINERS } } }, [['/spec/a', false]]],
    [
      'is found below a key with a slash',
      { spec: { 'a/b': { spec: { containers: CONTAINERS } } } },
      [['/spec/a~1b', true]],
    ],
    ['is not found in the status', { status: { template: { spec: { containers: CONTAINERS } } } }, []],
    ['is not a list of names', { spec: { containers: ['main'] } }, []],
    ['is not a list of objects without an image', { spec: { containers: [{ name: 'blobs', access: 'private' }] } }, []],
    [
      'is not the schema of a pod',
      { spec: { properties: { containers: { type: 'array', items: { image: 'x' } } } } },
      [],
    ],
    ['is not an empty list', { spec: { containers: [] } }, []],
  ])('%s', (_, more, expected) => {
    expect(podsAt(more)).toEqual(expected);
  });

  test('keeps the metadata of its template', () => {
    const template = { metadata: { labels: { app: 'web' } }, spec: { containers: CONTAINERS } };
    expect(shapesIn(custom({ spec: { template } })).pods[0]?.template).toBe(template);
  });

  test('is found once, even if many aliases lead to it', () => {
    const spec = { containers: CONTAINERS };
    expect(podsAt({ spec: { a: { spec }, b: { spec }, c: spec } })).toEqual([['/spec/a', true]]);
  });

  test('is found in an object that contains itself', () => {
    const more: any = { spec: { template: { spec: { containers: CONTAINERS } } } };
    more.spec.self = more.spec;
    expect(podsAt(more)).toEqual([['/spec/template', true]]);
  });
});

describe('an object inside another one', () => {
  const objectsAt = (more: object): string[] => shapesIn(custom(more)).objects.map(({ pointer }) => pointer);
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: { template: { spec: { containers: CONTAINERS } } },
  };

  test.each<[string, object, string[]]>([
    ['is found in a list', { spec: { workload: { manifests: [deployment] } } }, ['/spec/workload/manifests/0']],
    [
      'is found with only metadata',
      { spec: { a: { apiVersion: 'v1', kind: 'Namespace', metadata: {} } } },
      ['/spec/a'],
    ],
    ['can be a list', { resources: [{ apiVersion: 'v1', kind: 'List', items: [] }] }, ['/resources/0']],
    ['is not a reference', { spec: { ref: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } } }, []],
    ['is not a selector', { spec: { for: { apiVersion: 'v1', kind: 'Pod', selector: { a: 'b' } } } }, []],
  ])('%s', (_, more, expected) => {
    expect(objectsAt(more)).toEqual(expected);
  });

  test('keeps its pods, which are not pods of the outer object', () => {
    expect(podsAt({ spec: { manifests: [deployment] } })).toEqual([]);
  });
});

describe('content outside pods and roles that would weaken a pod or grant permissions', () => {
  test.each<[string, object, string | undefined]>([
    [
      'a privileged step',
      { spec: { steps: [{ image: 'x', securityContext: { privileged: true } }] } },
      '/spec/steps/0/securityContext',
    ],
    ['a host namespace', { spec: { podTemplate: { hostNetwork: true } } }, '/spec/podTemplate'],
    ['a host namespace of the object', { hostPID: true }, ''],
    ['a path of the node', { spec: { volumes: [{ name: 'v', hostPath: { path: '/' } }] } }, '/spec/volumes/0'],
    ['an added capability', { spec: { capabilities: { add: ['SYS_ADMIN'] } } }, '/spec'],
    [
      'a rule of a role',
      { spec: { rules: [{ apiGroups: [''], resources: ['secrets'], verbs: ['get'] }] } },
      '/spec/rules/0',
    ],
    ['a patch', { spec: { patches: [{ value: { allowPrivilegeEscalation: true } }] } }, '/spec/patches/0/value'],
    [
      'a text of patches',
      { spec: { patches: [{ patch: '- {op: add, path: /spec/a, value: 1}' }] } },
      '/spec/patches/0/patch',
    ],
    ['texts of patches', { spec: { patchesStrategicMerge: ['kind: Pod'] } }, '/spec/patchesStrategicMerge/0'],
    ['a path of a patch', { spec: { patches: [{ path: 'patch.yaml', target: { kind: 'Pod' } }] } }, undefined],
    [
      'a part of a pod',
      { spec: { subsets: [{ patch: { spec: { containers: CONTAINERS } } }] } },
      '/spec/subsets/0/patch',
    ],
    [
      'a patch of another filter',
      { spec: { configPatches: [{ patch: { operation: 'MERGE', value: {} } }] } },
      undefined,
    ],
    ['a dispatcher', { spec: { dispatcher: 'a: b', dispatch: { spec: {} } } }, undefined],
    ['a changed value', { spec: { overrides: [{ path: '/spec/hostPID', value: true }] } }, '/spec/overrides/0'],
    ['a removed value', { spec: { overrides: [{ op: 'remove', path: '/spec/a' }] } }, '/spec/overrides/0'],
    ['a path of a request', { spec: { routes: [{ path: '/spec-sheet', value: 'a' }, { path: '/x' }] } }, undefined],
    ['a low port', { spec: { capabilities: { add: ['NET_BIND_SERVICE'] } } }, undefined],
    [
      'a schema',
      { spec: { properties: { hostNetwork: { type: 'boolean' }, hostPath: { properties: { path: {} } } } } },
      undefined,
    ],
    ['a pod', { spec: { template: { spec: { hostNetwork: true, containers: CONTAINERS } } } }, undefined],
  ])('is reported or not: %s', (_, more, pointer) => {
    expect(shapesIn(custom(more)).unjudged).toBe(pointer);
  });

  test('is reported, and not read, if it is nested too deep', () => {
    let deep: object = { containers: CONTAINERS };
    for (let i = 0; i < 200; i += 1) deep = { a: deep };
    const { pods, unjudged } = shapesIn(custom({ spec: deep }));
    expect(pods).toEqual([]);
    expect(unjudged).toMatch(/^\/spec(\/a)+$/);
  });
});

test('a part of a pod in a patch is not read as a pod, and a text in a dispatcher is read', () => {
  const patch = { spec: { hostPID: true, containers: CONTAINERS } };
  expect(shapesIn(custom({ spec: { patch } })).pods).toEqual([]);
  const text = 'apiVersion: v1\nkind: Pod\nspec: {}';
  expect(shapesIn(custom({ spec: { dispatcher: text } })).texts).toEqual([{ text, pointer: '/spec/dispatcher' }]);
});

test('the time grows with the size of an object', () => {
  const jobs = (count: number): any =>
    custom({
      spec: { jobs: Array.from({ length: count }, () => ({ template: { spec: { containers: [...CONTAINERS] } } })) },
    });
  expect(shapesIn(jobs(20_000)).pods).toHaveLength(20_000);
});
