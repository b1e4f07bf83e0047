import fc from 'fast-check';
import { applyPatch, type PatchOperation } from '../../../src/kubernetes/overlays/json-patch';

const patched = (target: any, operation: PatchOperation, path: string, value?: unknown): any => {
  const result = applyPatch(target, { operation, path, value });
  return { target, ...result };
};

describe('a patch', () => {
  test.each<[PatchOperation, string, unknown, unknown, string]>([
    ['add', '/a', 1, { a: 1, list: [1, 2] }, '/a'],
    ['add', '/list/-', 3, { list: [1, 2, 3] }, '/list/2'],
    ['add', '/list/0', 3, { list: [3, 1, 2] }, '/list/0'],
    ['add', '/list/2', 3, { list: [1, 2, 3] }, '/list/2'],
    ['replace', '/list/1', 3, { list: [1, 3] }, '/list/1'],
    ['replace', '/list/-1', 3, { list: [1, 3] }, '/list/1'],
    ['replace', '/list', { b: 1 }, { list: { b: 1 } }, '/list'],
    ['remove', '/list/0', undefined, { list: [2] }, '/list/0'],
    ['remove', '/list', undefined, {}, '/list'],
    ['add', '/x~1y~0z', 1, { list: [1, 2], 'x/y~z': 1 }, '/x~1y~0z'],
  ])('%s %s %j', (operation, path, value, expected, changed) => {
    expect(patched({ list: [1, 2] }, operation, path, value)).toEqual({ target: expected, changed });
  });

  test.each<[PatchOperation, string, string]>([
    ['add', '/missing/a', '/missing does not exist'],
    ['add', '/list/3', '/list/3 does not exist'],
    ['add', '/list/01', '/list/01 does not exist'],
    ['add', '/list/0/a', '/list/0 is neither an object nor a list'],
    ['remove', '/missing', '/missing does not exist'],
    ['remove', '/list/2', '/list/2 does not exist'],
    ['remove', '/list/-', '/list/- does not exist'],
    ['replace', '/list/2', '/list/2 does not exist'],
    ['replace', '/toString/name', '/toString does not exist'],
    ['add', '', 'must be a path'],
    ['add', 'list', 'must be a path'],
  ])('that does not apply is a problem: %s %s', (operation, path, problem) => {
    const result = patched({ list: [1, 2] }, operation, path, 1);
    expect(result.problem).toContain(problem);
    expect(result).toMatchObject({ target: { list: [1, 2] } });
    expect(result.changed).toBeUndefined();
  });

  test('that replaces a missing value of an object sets it, as the engines do, and is a problem', () => {
    expect(patched({}, 'replace', '/a', 1)).toEqual({
      target: { a: 1 },
      changed: '/a',
      problem: 'may not apply, because /a does not exist',
    });
  });

  test('changes no other object by the name of a setter', () => {
    const { target } = patched({}, 'add', '/__proto__', { polluted: true });
    expect(Object.keys(target)).toEqual(['__proto__']);
    expect(({} as any).polluted).toBeUndefined();
    expect(patched({}, 'add', '/__proto__/polluted', true).problem).toContain('does not exist');
  });
});

test('to remove what was added gives the value before', () => {
  const key = fc.string({ maxLength: 3 });
  fc.assert(
    fc.property(fc.dictionary(key, fc.jsonValue()), key, fc.jsonValue(), (object, name, value) => {
      fc.pre(!Object.hasOwn(object, name));
      const before = JSON.stringify(object);
      const path = `/${name.replace(/~/g, '~0').replace(/\//g, '~1')}`;
      expect(applyPatch(object, { operation: 'add', path, value })).toEqual({ changed: path });
      expect(applyPatch(object, { operation: 'remove', path })).toEqual({ changed: path });
      expect(JSON.stringify(object)).toBe(before);
    }),
  );
});
