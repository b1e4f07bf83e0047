import {
  annotationsOf,
  ensureObjectAt,
  groupOf,
  inKeyOrder,
  isObject,
  listAt,
  objectAt,
  pointerStep,
  stringAt,
} from '../../src/kubernetes/manifest';

test('puts keys in the order of cdk8s: apiVersion, kind, metadata, then by code unit; keeps the order of lists', () => {
  const manifest = {
    spec: { b: [{ d: 1, c: 2 }, 1], a: { Z: 1, a: null } },
    metadata: { name: 'x', labels: {} },
    data: {},
    kind: 'K',
    apiVersion: 'v1',
  };
  expect(JSON.stringify(inKeyOrder(manifest))).toBe(
    '{"apiVersion":"v1","kind":"K","metadata":{"labels":{},"name":"x"},"data":{},"spec":{"a":{"Z":1,"a":null},"b":[{"c":2,"d":1},1]}}',
  );
});

test('keeps keys of any name when it orders them', () => {
  const text = '{"__proto__":{"x":1},"constructor":{"__proto__":2}}';
  expect(JSON.stringify(inKeyOrder(JSON.parse(text) as Record<string, unknown>))).toBe(text);
});

test('does not add missing keys', () => {
  expect(Object.keys(inKeyOrder({ kind: 'List' }))).toEqual(['kind']);
});

test('reads a value of another type as empty', () => {
  const holder = { text: 'a', list: [1], object: { a: 1 }, nothing: null };
  expect([isObject([]), isObject(null), isObject({})]).toEqual([false, false, true]);
  expect([objectAt(holder, 'list'), objectAt(holder, 'nothing'), objectAt(holder, 'object')]).toEqual([
    {},
    {},
    { a: 1 },
  ]);
  expect([listAt(holder, 'object'), listAt(holder, 'missing'), listAt(holder, 'list')]).toEqual([[], [], [1]]);
  expect([stringAt(holder, 'list'), stringAt(holder, 'text')]).toEqual([undefined, 'a']);
  expect([annotationsOf({ metadata: 'x' }), annotationsOf({ metadata: { annotations: { a: 'b' } } })]).toEqual([
    {},
    { a: 'b' },
  ]);
});

test('creates a missing object, and replaces no other value', () => {
  const holder: Record<string, unknown> = { text: 'a', nothing: null };
  expect(ensureObjectAt(holder, 'text')).toBeUndefined();
  expect(ensureObjectAt(holder, 'nothing')).toBe(holder['nothing']);
  expect(ensureObjectAt(holder, 'missing')).toBe(holder['missing']);
  expect(holder).toEqual({ text: 'a', nothing: {}, missing: {} });
});

test('the group of an apiVersion is the text before its slash', () => {
  expect(['v1', 'apps/v1', 'a.b/v1', ''].map(groupOf)).toEqual(['', 'apps', 'a.b', '']);
});

test('a step of a JSON pointer escapes the characters of pointer syntax', () => {
  expect([pointerStep('a/b~c'), pointerStep(0), pointerStep('~1')]).toEqual(['/a~1b~0c', '/0', '/~01']);
});
