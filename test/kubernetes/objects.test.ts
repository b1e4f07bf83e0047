import { gunzipSync, gzipSync } from 'node:zlib';
import { parseAllDocuments } from 'yaml';
import type { JsonObject } from '../../src/kubernetes/manifest';
import { objectsIn } from '../../src/kubernetes/objects';

const pod = (name: string): JsonObject => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: {} });
const bundle = (...resources: unknown[]): any => ({
  apiVersion: 'fleet.cattle.io/v1alpha1',
  kind: 'Bundle',
  spec: { resources },
});
const compressed = (text: string): JsonObject => ({
  content: gzipSync(text).toString('base64'),
  encoding: 'base64+gz',
});
const found = (document: unknown): [unknown, string][] =>
  objectsIn(document).objects.map(({ object, pointer }) => [
    (object['metadata'] as JsonObject | undefined)?.['name'] ?? object['kind'],
    pointer,
  ]);

describe('a plain document', () => {
  test('is one object', () => {
    const document = pod('a');
    expect(objectsIn(document)).toEqual({ objects: [{ object: document, pointer: '', inString: false }], opaque: [] });
    expect(objectsIn(document).objects[0]?.object).toBe(document);
  });

  test.each([[null], ['text'], [5], [[pod('a')]], [undefined]])('%j contains no object', (document) => {
    expect(objectsIn(document)).toEqual({ objects: [], opaque: [] });
  });
});

describe('an object with items, which kubectl reads as a list', () => {
  const items = [pod('a'), { metadata: { name: 'b' } }];

  test.each([
    ['Pod', 'a Pod'],
    ['ConfigMap', 'a ConfigMap'],
  ])('yields its items and a problem if its kind is %s', (kind) => {
    const document = { apiVersion: 'v1', kind, metadata: { name: 'outer' }, items };
    expect(found(document)).toEqual([
      ['a', '/items/0'],
      ['b', '/items/1'],
    ]);
    expect(objectsIn(document).objects[1]?.object).toMatchObject({ apiVersion: 'v1', kind });
    expect(objectsIn(document).opaque).toEqual([
      { pointer: '', why: expect.stringMatching(`^kind ${kind} has items: kubectl reads it as a list`) },
    ]);
  });

  test('is empty without items, and has a problem if items is not a list', () => {
    expect(objectsIn({ kind: 'PodList', items: null })).toEqual({ objects: [], opaque: [] });
    expect(objectsIn({ kind: 'PodList', items: 'a' }).opaque).toEqual([
      { pointer: '', why: 'items is not a list: kubectl rejects it; write a list' },
    ]);
    expect(objectsIn({ kind: 'List', items: [null] }).opaque).toEqual([
      { pointer: '/items/0', why: 'an item of the list is not an object' },
    ]);
  });

  test('gives its kind to an item whose kind is not a text', () => {
    const list = { apiVersion: 'v1', kind: 'PodList', items: [{ kind: {}, spec: {} }] };
    expect(objectsIn(list).objects[0]?.object).toEqual({ apiVersion: 'v1', kind: 'Pod', spec: {} });
  });
});

describe('a List', () => {
  test('yields its items, including those of inner lists', () => {
    expect(found({ kind: 'List', items: [pod('a'), 'text', { kind: 'List', items: [pod('b')] }, pod('c')] })).toEqual([
      ['a', '/items/0'],
      ['b', '/items/2/items/0'],
      ['c', '/items/3'],
    ]);
  });

  test('of a type gives the type to items without one, and is not changed itself', () => {
    const list: any = {
      apiVersion: 'apps/v1',
      kind: 'DeploymentList',
      items: [{ metadata: { name: 'a' } }, { kind: 'Other' }, pod('b')],
    };
    const before = structuredClone(list);
    const { objects } = objectsIn(list);
    expect(objects.map(({ object, pointer }) => [object['apiVersion'], object['kind'], pointer])).toEqual([
      ['apps/v1', 'Deployment', '/items/0'],
      ['apps/v1', 'Other', '/items/1'],
      ['v1', 'Pod', '/items/2'],
    ]);
    expect(list).toEqual(before);
    objects[0]?.holder?.write();
    expect(list.items[0]).toBe(objects[0]?.object);
    expect(objects[2]!.holder).toBeUndefined();
  });

  test('without items is an ordinary object', () => {
    expect(found({ kind: 'AllowList', spec: {} })).toEqual([['AllowList', '']]);
  });

  test('is read up to sixteen levels, and is reported as unreadable below them', () => {
    const nested = (levels: number): JsonObject =>
      levels === 0 ? pod('deep') : { kind: 'List', items: [nested(levels - 1)] };
    expect(found(nested(16))).toEqual([['deep', '/items/0'.repeat(16)]]);
    expect(objectsIn(nested(17))).toEqual({
      objects: [],
      opaque: [{ pointer: '/items/0'.repeat(17), why: 'nested more than 16 deep' }],
    });
  });
});

describe('a KubeEdge EdgeApplication', () => {
  const application = (apiVersion: string): JsonObject => ({
    apiVersion,
    kind: 'EdgeApplication',
    spec: { workloadTemplate: { manifests: [pod('a'), null, { kind: 'List', items: [pod('b')] }] } },
  });

  test('comes before the manifests inside it', () => {
    expect(found(application('apps.kubeedge.io/v1alpha1'))).toEqual([
      ['EdgeApplication', ''],
      ['a', '/spec/workloadTemplate/manifests/0'],
      ['b', '/spec/workloadTemplate/manifests/2/items/0'],
    ]);
  });

  test('of another group is another kind', () => {
    expect(found(application('example.com/v1'))).toEqual([['EdgeApplication', '']]);
  });
});

describe('a Rancher Fleet Bundle', () => {
  const two =
    'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: b}\n';

  test('comes before the documents of its plain or compressed content', () => {
    for (const resource of [
      { name: 'x.yaml', content: two },
      { name: 'x.yml', ...compressed(two) },
      { content: two, encoding: '' },
    ]) {
      expect(found(bundle(null, resource))).toEqual([
        ['Bundle', ''],
        ['a', '/spec/resources/1/content'],
        ['b', '/spec/resources/1/content'],
      ]);
    }
  });

  test('has the pointer of its string for everything in the string', () => {
    const inner = bundle({ content: JSON.stringify({ kind: 'List', items: [pod('a')] }) });
    expect(found({ kind: 'List', items: [bundle({ content: JSON.stringify(inner) })] })).toEqual([
      ['Bundle', '/items/0'],
      ['Bundle', '/items/0/spec/resources/0/content'],
      ['a', '/items/0/spec/resources/0/content'],
    ]);
  });

  test('of another group is another kind', () => {
    expect(found({ ...bundle({ content: two }), apiVersion: 'trust.cert-manager.io/v1alpha1' })).toEqual([
      ['Bundle', ''],
    ]);
  });

  test.each(['values.txt', 'README.md', 'Chart.lock', 'yaml'])('does not read a file called %s', (name) => {
    expect(objectsIn(bundle({ name, content: '[{' })).opaque).toEqual([]);
    expect(found(bundle({ name, content: two }))).toHaveLength(1);
  });

  test.each<[string, JsonObject, RegExp]>([
    ['text that is not YAML', { content: 'a: [' }, /line 1, column 4: a flow collection/],
    ['a Helm template', { content: 'a: {{ .Values.a }}' }, /template/],
    ['a duplicate key', { content: 'a: 1\na: 2' }, /unique/],
    ['an anchor inside itself', { content: 'a: &a [*a]' }, /circular/],
    ['an unknown encoding', { content: 'YQ==', encoding: 'base64' }, /unknown encoding "base64"/],
    [
      'text that is not compressed',
      { content: Buffer.from('a text that nobody compressed').toString('base64'), encoding: 'base64+gz' },
      /header/,
    ],
    ['a gzip bomb', compressed('a'.repeat(8 * 1024 * 1024 + 1)), /^more than 8388608 bytes unpacked$/],
    [
      'a bomb of aliases',
      {
        content: [
          'a0: &a0 [x,x,x,x,x,x,x,x,x,x]',
          ...Array.from({ length: 9 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i},`.repeat(10)}]`),
        ].join('\n'),
      },
      /alias/i,
    ],
  ])('reports %s as unreadable, and reads the rest', (_what, resource, why) => {
    const { objects, opaque } = objectsIn(bundle(resource, { content: JSON.stringify(pod('a')) }));
    expect(opaque).toEqual([{ pointer: '/spec/resources/0/content', why: expect.stringMatching(why) }]);
    expect(objects.map((o) => o.object['kind'])).toEqual(['Bundle', 'Pod']);
  });

  test('reads content of exactly the maximum size', () => {
    const text = `${JSON.stringify(pod('a'))}\n#`;
    const { objects } = objectsIn(bundle(compressed(text + ' '.repeat(8 * 1024 * 1024 - text.length))));
    expect(objects).toHaveLength(2);
  });

  test('unpacks at most the maximum size in total, across all resources and bundles inside bundles', () => {
    const half = compressed(`# ${' '.repeat(5 * 1024 * 1024)}`);
    const inner = compressed(JSON.stringify(bundle(half, half, half)));
    expect(objectsIn(bundle(half, inner, half, compressed('{}'))).opaque.map((o) => [o.pointer, o.why])).toEqual(
      [1, 1, 1, 2, 3].map((i) => [`/spec/resources/${i}/content`, 'more than 8388608 bytes unpacked']),
    );
  });

  test('reads YAML as Kubernetes does: dates and times of day are text, octal modes are numbers', () => {
    const content =
      'apiVersion: v1\nkind: Pod\nday: 2027-01-31\nports: 22:30\nfloat: 1:30.5\nmode: 0400\non: yes\nbase: &b {x: 1}\nmerged: {<<: *b}\n';
    expect(objectsIn(bundle({ content })).objects[1]?.object).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      day: '2027-01-31',
      ports: '22:30',
      float: '1:30.5',
      mode: 256,
      true: true,
      base: { x: 1 },
      merged: { x: 1 },
    });
  });

  test('makes a separate object of an anchor in every place', () => {
    const content = 'kind: Pod\na: &a {x: 1}\nb: *a\n';
    const { a, b } = objectsIn(bundle({ content })).objects[1]?.object as any;
    expect(a).toEqual(b);
    expect(a).not.toBe(b);
  });
});

describe('writing back', () => {
  const documents = (text: string): unknown[] => parseAllDocuments(text, { version: '1.1' }).map((d) => d.toJS());
  const content = `${['a', 'b'].map((n) => JSON.stringify(pod(n))).join('\n---\n')}\n---\n`;

  test('writes changed objects into the string from which they were read', () => {
    const document = bundle({ content });
    const [, a, b] = objectsIn(document).objects;
    (a as any).object.day = '2027-01-31';
    a?.holder?.write();
    expect(a?.holder).toBe(b?.holder);
    expect(documents(document.spec.resources[0].content)).toEqual([{ ...pod('a'), day: '2027-01-31' }, pod('b')]);
  });

  test('compresses content that was compressed', () => {
    const document = bundle(compressed(content));
    const [, a] = objectsIn(document).objects;
    (a as any).object.spec = { changed: true };
    a?.holder?.write();
    const text = gunzipSync(Buffer.from(document.spec.resources[0].content, 'base64')).toString();
    expect(documents(text)[0]).toEqual({ ...pod('a'), spec: { changed: true } });
  });

  test('writes JSON into a JSON file', () => {
    const document = bundle({ name: 'a.json', content: JSON.stringify(pod('a')) });
    objectsIn(document).objects[1]?.holder?.write();
    expect(document.spec.resources[0].content).toBe(`${JSON.stringify(pod('a'), null, 2)}\n`);
  });

  test('writes a string inside a string before the outer one', () => {
    const document = bundle({ content: JSON.stringify(bundle({ content: JSON.stringify(pod('a')) })) });
    const inner = objectsIn(document).objects[2];
    (inner as any).object.spec = { changed: true };
    inner?.holder?.write();
    inner?.holder?.outer?.write();
    expect(inner?.holder?.outer?.outer).toBeUndefined();
    expect(objectsIn(document).objects[2]?.object).toEqual({ ...pod('a'), spec: { changed: true } });
  });
});
