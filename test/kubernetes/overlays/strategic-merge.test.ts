import { strategicMerge } from '../../../src/kubernetes/overlays/strategic-merge';

const merged = (target: any, patch: any): any => {
  strategicMerge(target, patch);
  return target;
};
const pod = (...containers: object[]): object => ({ spec: { containers } });

describe('a strategic merge patch', () => {
  test.each<[string, any, any, any]>([
    [
      'sets and deletes values',
      { a: 1, b: 2, c: { d: 1 } },
      { a: 3, b: null, c: { e: 2 } },
      { a: 3, c: { d: 1, e: 2 } },
    ],
    [
      'merges containers by name',
      pod({ name: 'a', image: 'x', env: [{ name: 'V', value: '1' }] }, { name: 'b', image: 'y' }),
      pod({ name: 'a', env: [{ name: 'W', value: '2' }] }),
      pod(
        {
          name: 'a',
          image: 'x',
          env: [
            { name: 'V', value: '1' },
            { name: 'W', value: '2' },
          ],
        },
        { name: 'b', image: 'y' },
      ),
    ],
    ['adds a container', pod({ name: 'a' }), pod({ name: 'b' }), pod({ name: 'a' }, { name: 'b' })],
    [
      'deletes a container',
      pod({ name: 'a' }, { name: 'b' }),
      pod({ name: 'a', $patch: 'delete' }),
      pod({ name: 'b' }),
    ],
    ['replaces a list', pod({ name: 'a' }), pod({ name: 'b' }, { $patch: 'replace' }), pod({ name: 'b' })],
    ['replaces an object', { a: { b: 1 } }, { a: { c: 2, $patch: 'replace' } }, { a: { c: 2 } }],
    ['deletes an object', { a: { b: 1 } }, { a: { $patch: 'delete' } }, {}],
    [
      'keeps some keys',
      { strategy: { type: 'A', rollingUpdate: {} } },
      { strategy: { $retainKeys: ['type'], type: 'B' } },
      { strategy: { type: 'B' } },
    ],
    [
      'replaces other lists',
      { args: ['a'], tolerations: [{}] },
      { args: ['b'], tolerations: [] },
      { args: ['b'], tolerations: [] },
    ],
    ['ignores orders', pod({ name: 'a' }), { '$setElementOrder/containers': [{ name: 'a' }] }, pod({ name: 'a' })],
  ])('%s', (_, target, patch, expected) => {
    expect(merged(target, patch)).toEqual(expected);
  });

  test('reports each changed value with its place in the patch', () => {
    const target = pod({ name: 'a' }, { name: 'b' });
    const patch = { spec: { hostPID: true, containers: [{ name: 'b', image: 'x' }, { name: 'c' }] } };
    expect(strategicMerge(target as any, patch)).toEqual([
      { path: '/spec/hostPID', pointer: '/spec/hostPID' },
      { path: '/spec/containers/1/name', pointer: '/spec/containers/0/name' },
      { path: '/spec/containers/1/image', pointer: '/spec/containers/0/image' },
      { path: '/spec/containers/2', pointer: '/spec/containers/1' },
    ]);
  });

  test('changes no other object by the name of a setter', () => {
    merged({}, JSON.parse('{"__proto__": {"polluted": true}}'));
    expect(({} as any).polluted).toBeUndefined();
  });
});
