import { gzipSync } from 'node:zlib';
import * as fc from 'fast-check';
import { parse } from 'yaml';
import { isObject, type JsonObject } from '../../src/kubernetes/manifest';
import { objectsIn } from '../../src/kubernetes/objects';
import { containersOf, podsOf } from '../../src/kubernetes/pods';
import { podsIn } from './pods-in';
import { workloads, type Workload } from './workloads';

/** Returns the value at a JSON pointer (RFC 6901). */
function at(document: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~'))
    .reduce<unknown>((value, step) => (value as JsonObject | undefined)?.[step], document);
}

describe('the pods of an object', () => {
  test.each(workloads)('$name', ({ object, pods, annotatable = true }: Workload) => {
    const found = podsOf(object);
    expect(found.map((p) => p.pointer)).toEqual(pods);
    for (const pod of found) {
      const there = at(object, pod.pointer) as JsonObject;
      expect(pod.spec).toBe(annotatable ? there['spec'] : there);
      if (annotatable) expect(pod.template).toBe(there);
      else expect(pod.template).toEqual({ spec: pod.spec });
      expect(pod).toMatchObject({ annotatable });
      expect(pod.object).toBe(object);
      expect(containersOf(pod.spec)).toHaveLength(1);
    }
  });

  test.each([
    ['Pod', 'example.com/v1'],
    ['Deployment', 'v1'],
    ['Deployment', 'serving.example.com/apps/v1'],
    ['CronJob', 'apps/v1'],
    ['Configuration', 'serving.knative.dev/v1'],
    ['YurtAppSet', 'apps/v1'],
  ])('a %s of %s is another kind', (kind, apiVersion) => {
    for (const { object } of workloads)
      expect(podsOf({ ...object, kind, apiVersion, ...(object['kind'] === kind && { apiVersion }) })).toEqual([]);
  });

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', '', 'Service', 'pod'])(
    'a kind called %j has no pods',
    (kind) => {
      expect(podsOf({ apiVersion: 'v1', kind, spec: { containers: [] } })).toEqual([]);
    },
  );

  test.each([
    ['a template without spec', { template: { metadata: {} } }],
    ['a template that is a list', { template: [] }],
    ['a workload without a template', {}],
    ['a spec that is text', 'x'],
  ])('%s is not a pod', (_what, spec) => {
    expect(podsOf({ apiVersion: 'apps/v1', kind: 'Deployment', spec })).toEqual([]);
  });
});

describe('the containers of a pod', () => {
  const spec = {
    containers: [{ name: 'web' }, 'no container', { name: 'log' }],
    initContainers: [
      { name: 'first' },
      { name: 'mesh', restartPolicy: 'Always' },
      { name: 'never', restartPolicy: 'Never' },
    ],
    ephemeralContainers: [{ name: 'debug', restartPolicy: 'Always' }, { image: 'unnamed' }],
  };

  test('have roles, and come in the order of Pod Security', () => {
    expect(containersOf(spec).map(({ name, role }) => [name, role])).toEqual([
      ['first', 'init'],
      ['mesh', 'sidecar'],
      ['never', 'init'],
      ['web', 'main'],
      ['log', 'main'],
      ['debug', 'ephemeral'],
      ['', 'ephemeral'],
    ]);
  });

  test('are at their pointers', () => {
    for (const { container, pointer } of containersOf(spec)) expect(at(spec, pointer)).toBe(container);
  });

  test('are missing if their lists are not lists', () => {
    expect(containersOf({ containers: {}, initContainers: 'x', ephemeralContainers: null })).toEqual([]);
  });
});

test('the pods of a document include those of all objects inside it', () => {
  const content = 'kind: Pod\napiVersion: v1\nspec:\n  containers: [{name: bundled}]\n';
  const found = podsIn({
    kind: 'List',
    items: [
      ...workloads.map((w) => w.object),
      {
        apiVersion: 'fleet.cattle.io/v1alpha1',
        kind: 'Bundle',
        spec: { resources: [{ content: gzipSync(content).toString('base64'), encoding: 'base64+gz' }] },
      },
    ],
  });
  expect(found).toHaveLength(workloads.flatMap((w) => w.pods).length + 1);
  expect(found.at(-1)).toMatchObject({
    found: { pointer: `/items/${workloads.length}/spec/resources/0/content` },
    pod: { pointer: '', spec: (parse(content) as JsonObject)['spec'] },
  });
});

test('the walk of any manifest ends and does not throw', () => {
  fc.assert(
    fc.property(fc.constantFrom(...workloads), fc.jsonValue({ maxDepth: 4 }), fc.nat(), ({ object }, value, n) => {
      const broken = withValueAt(object, value, n);
      for (const { pod } of podsIn(broken)) containersOf(pod.spec);
      expect(Array.isArray(objectsIn(value).objects)).toBe(true);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

/** Returns a copy of an object with the value at the n-th of all places in it. */
function withValueAt(object: JsonObject, value: unknown, n: number): JsonObject {
  const copy = structuredClone(object);
  const places: [JsonObject, string][] = [];
  const walk = (holder: unknown): void => {
    if (Array.isArray(holder)) holder.forEach(walk);
    if (!isObject(holder)) return;
    for (const key of Object.keys(holder)) {
      places.push([holder, key]);
      walk(holder[key]);
    }
  };
  walk(copy);
  const [holder, key] = places[n % places.length]!;
  holder[key] = value;
  return copy;
}
