import { problem, read } from './reading';
import { readYamlStream } from '../../../src/kubernetes/yaml/yaml-stream';

test('reads JSON by the rules of JSON', () => {
  const text = '{\n\t"a": "b\\/\u2028\\ud83d\\ude00\\u0000\x7f\\"",\n\t"c": [1, -0, 1e3, null, true],\n\t"d": {}}';
  expect(read(text)).toEqual([{ a: 'b/\u2028😀\0\x7f"', c: [1, -0, 1000, null, true], d: {} }]);
});

test('reads as YAML what begins with a brace but is not JSON', () => {
  expect(read('{a: yes, "b": 0x1, }\n')).toEqual([{ a: true, b: 1 }]);
  expect(read('{"a": "b\tc"}')).toEqual([{ a: 'b\tc' }]);
  expect(problem('{a: "\u2028"}')).toMatch(/^1:6 the character U\+2028/);
});

describe('a stream of JSON', () => {
  test.each([
    ['values after each other', '{"a":1}{"b":2} {"c":3}', [{ a: 1 }, { b: 2 }, { c: 3 }]],
    ['values on lines', '{"a":1}\n\n{"b":2}\n', [{ a: 1 }, { b: 2 }]],
    ['YAML after the first line', '{"a":1}\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['YAML in braces after the first line', '{"a":1}\n{b: 2}\n', [{ a: 1 }, { b: 2 }]],
  ])('%s', (_what, text, values) => {
    const { documents } = readYamlStream(text);
    expect(documents.map(({ value }) => value)).toEqual(values);
  });

  test('has the bounds of each value, which together cover the whole text', () => {
    const text = '\ufeff {"a":1} {"b":2}\n';
    const { documents } = readYamlStream(text);
    expect(documents.map(({ start, end }) => text.slice(start, end))).toEqual(['\ufeff {"a":1} ', '{"b":2}\n']);
  });

  test('has the line of each value', () => {
    const { documents } = readYamlStream('{"a":\n1}\n{"b":\n{"c":\n2}}');
    expect(documents[0]?.lineOf('/a')).toBe(1);
    expect(documents[1]?.lineOf('/b')).toBe(3);
    expect(documents[1]?.lineOf('/b/c')).toBe(4);
  });

  test.each([
    ['YAML on the same line', '{"a":1} b: 2\n', /^1:9 the content after a JSON object is not another JSON object/],
    ['a value that is not an object', '{"a":1}\n[{"b":2}]\n', /^2:1 the content after/],
    ['YAML after two objects', '{"a":1}\n{"b":2}\n---\nc: 3\n', /^3:1 the content after/],
    ['too little for YAML', '{"a":1}\n#', /^2:1 the content after/],
    ['a broken value after two', '{"a":1}{"b":2}{"c":}', /^1:20 /],
    ['a space before it that JSON does not allow', '\u00a0{"a":1}', /^1:1 white space that JSON does not allow/],
  ])('%s is rejected', (_what, text, message) => expect(problem(text)).toMatch(message));
});

test.each([
  ['a duplicate key', '{"a": 1,\n "b": {"a": 1, "a": 2}}', /^2:16 the key "a" is not unique/],
  ['an unpaired surrogate', '{"a": "\\ud800"}', /^1:7 a text has an unpaired surrogate/],
  ['a number that is too large', '{"a": 1e400}', /^1:7 the number 1e400 is too large/],
  ['more depth than 200', `{"a":${'['.repeat(200)}${']'.repeat(200)}}`, /^1:\d+ nesting exceeded/],
])('rejects %s', (_what, text, message) => expect(problem(text)).toMatch(message));

test('reads the name of a prototype as an ordinary key', () => {
  const [value] = read('{"__proto__": {"a": 1}, "constructor": 2}') as [object];
  expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
});
