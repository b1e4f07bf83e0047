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
  test('is the one object', () => {
    const document = pod('a');
    expect(objectsIn(document)).toEqual({ objects: [{ object: document, pointer: '', inString: false }], opaque: [] });
    expect(objectsIn(document).objects[0]?.object).toBe(document);
  });

  test.each([[null], ['text'], [5], [[pod('a')]], [undefined]])('%j is none', (document) => {
    expect(objectsIn(document)).toEqual({ objects: [], opaque: [] });
  });
});

describe('whatever has items is a list to kubectl', () => {
  const items = [pod('a'), { metadata: { name: 'b' } }];

  test.each([
    ['Pod', 'a Pod'],
    ['ConfigMap', 'a ConfigMap'],
  ])('%s with items is judged by its items, and is told', (kind) => {
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

  test('a list without items is empty, and what is not a list is told', () => {
    expect(objectsIn({ kind: 'PodList', items: null })).toEqual({ objects: [], opaque: [] });
    expect(objectsIn({ kind: 'PodList', items: 'a' }).opaque).toEqual([
      { pointer: '', why: 'items is not a list: kubectl rejects it; write a list' },
    ]);
    expect(objectsIn({ kind: 'List', items: [null] }).opaque).toEqual([
      { pointer: '/items/0', why: 'an item of the list is not an object' },
    ]);
  });

  test('an item takes the kind of its list where its own is not a text', () => {
    const list = { apiVersion: 'v1', kind: 'PodList', items: [{ kind: {}, spec: {} }] };
    expect(objectsIn(list).objects[0]?.object).toEqual({ apiVersion: 'v1', kind: 'Pod', spec: {} });
  });
});

describe('a List', () => {
  test('is what it holds, lists within it too', () => {
    expect(found({ kind: 'List', items: [pod('a'), 'text', { kind: 'List', items: [pod('b')] }, pod('c')] })).toEqual([
      ['a', '/items/0'],
      ['b', '/items/2/items/0'],
      ['c', '/items/3'],
    ]);
  });

  test('of a type gives its items the type that they leave out, and is itself left as it is', () => {
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
    expect(objects[2]).not.toHaveProperty('holder');
  });

  test('without items is an object like any other', () => {
    expect(found({ kind: 'AllowList', spec: {} })).toEqual([['AllowList', '']]);
  });

  test('nested sixteen deep is read, and deeper is said to be unreadable', () => {
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

  test('comes before the manifests that it holds', () => {
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

  test('comes before the documents of its content, plain or compressed', () => {
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

  test('points at its string for whatever is in the string', () => {
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

  test.each(['values.txt', 'README.md', 'Chart.lock', 'yaml'])('a file called %s is not read', (name) => {
    expect(objectsIn(bundle({ name, content: '[{' })).opaque).toEqual([]);
    expect(found(bundle({ name, content: two }))).toHaveLength(1);
  });

  test.each<[string, JsonObject, RegExp]>([
    ['text that is no YAML', { content: 'a: [' }, /line 1, column 4: a flow collection/],
    ['a template of Helm', { content: 'a: {{ .Values.a }}' }, /template/],
    ['a key given twice', { content: 'a: 1\na: 2' }, /unique/],
    ['an anchor within itself', { content: 'a: &a [*a]' }, /circular/],
    ['an encoding that nobody knows', { content: 'YQ==', encoding: 'base64' }, /unknown encoding "base64"/],
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
  ])('%s is said to be unreadable, and the rest is read', (_what, resource, why) => {
    const { objects, opaque } = objectsIn(bundle(resource, { content: JSON.stringify(pod('a')) }));
    expect(opaque).toEqual([{ pointer: '/spec/resources/0/content', why: expect.stringMatching(why) }]);
    expect(objects.map((o) => o.object['kind'])).toEqual(['Bundle', 'Pod']);
  });

  test('content of exactly the largest size is read', () => {
    const text = `${JSON.stringify(pod('a'))}\n#`;
    const { objects } = objectsIn(bundle(compressed(text + ' '.repeat(8 * 1024 * 1024 - text.length))));
    expect(objects).toHaveLength(2);
  });

  test('unpacks no more in all than the largest size, however many resources and bundles in bundles', () => {
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

  test('an anchor is an object of its own in every place', () => {
    const content = 'kind: Pod\na: &a {x: 1}\nb: *a\n';
    const { a, b } = objectsIn(bundle({ content })).objects[1]?.object as any;
    expect(a).toEqual(b);
    expect(a).not.toBe(b);
  });
});

describe('writing back', () => {
  const documents = (text: string): unknown[] => parseAllDocuments(text, { version: '1.1' }).map((d) => d.toJS());
  const content = `${['a', 'b'].map((n) => JSON.stringify(pod(n))).join('\n---\n')}\n---\n`;

  test('puts changed objects into the string that they were read from', () => {
    const document = bundle({ content });
    const [, a, b] = objectsIn(document).objects;
    (a as any).object.day = '2027-01-31';
    a?.holder?.write();
    expect(a?.holder).toBe(b?.holder);
    expect(documents(document.spec.resources[0].content)).toEqual([{ ...pod('a'), day: '2027-01-31' }, pod('b')]);
  });

  test('compresses what was compressed', () => {
    const document = bundle(compressed(content));
    const [, a] = objectsIn(document).objects;
    (a as any).object.spec = { changed: true };
    a?.holder?.write();
    const text = gunzipSync(Buffer.from(document.spec.resources[0].content, 'base64')).toString();
    expect(documents(text)[0]).toEqual({ ...pod('a'), spec: { changed: true } });
  });

  test('leaves JSON in a file of JSON', () => {
    const document = bundle({ name: 'a.json', content: JSON.stringify(pod('a')) });
    objectsIn(document).objects[1]?.holder?.write();
    expect(document.spec.resources[0].content).toBe(`${JSON.stringify(pod('a'), null, 2)}\n`);
  });

  test('of a string in a string ends with the outer one', () => {
    const document = bundle({ content: JSON.stringify(bundle({ content: JSON.stringify(pod('a')) })) });
    const inner = objectsIn(document).objects[2];
    (inner as any).object.spec = { changed: true };
    inner?.holder?.write();
    inner?.holder?.outer?.write();
    expect(inner?.holder?.outer?.outer).toBeUndefined();
    expect(objectsIn(document).objects[2]?.object).toEqual({ ...pod('a'), spec: { changed: true } });
  });
});
