import * as fc from 'fast-check';
import { JsonError, readJson } from '../../../src/seccomp/json/json-reader';
import { renderJson } from '../../../src/seccomp/json/json-writer';

test.each([
  ['', '1:1 the text ends where a value must be'],
  ['{', '1:2 the text ends where a key in double quotes must be'],
  ['{"a": 1,}', '1:9 "}" stands where a key in double quotes must be'],
  ['{"a": 1}\n x', '2:2 "x" stands where the end of the text must be'],
  ['[1 2]', '1:4 "2" stands where "," or "]" must be'],
  ['{"a" 1}', '1:6 "1" stands where ":" must be'],
  ['["a\nb"]', '1:2 a text in double quotes is not closed, or has a character that JSON escapes'],
  ['[01]', '1:3 "1" stands where "," or "]" must be'],
  ['\u00a0{}', '1:1 "\u00a0" stands where a value must be'],
  ['[\n\n  "a",\n  tru]', '4:3 "t" stands where a value must be'],
  ['['.repeat(100000), '1:66 values are nested deeper than 64 levels'],
])('%p is refused with the place', (text, message) => {
  let error: unknown;
  try {
    readJson(text);
  } catch (e) {
    error = e;
  }
  expect(error).toBeInstanceOf(JsonError);
  const { line, column, message: words } = error as JsonError;
  expect(`${line}:${column} ${words}`).toBe(message);
});

test('whatever is JSON reads back the same, laid out as JSON.stringify does', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value: unknown = JSON.parse(text);
      expect(renderJson(readJson(text))).toBe(renderJson(readJson(JSON.stringify(value, null, 2))));
      expect(JSON.parse(renderJson(readJson(text)))).toEqual(value);
    }),
  );
});

test('what JSON.parse refuses is refused, and what it takes is taken', () => {
  const parts = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '"a"',
    '"',
    '\\',
    '1',
    '-',
    '.5',
    'e1',
    'null',
    ' ',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 8 }), (words) => {
      const text = words.join('');
      expect(accepts(readJson, text)).toBe(accepts(JSON.parse, text));
    }),
    { numRuns: 3000 },
  );
});

test('every digit, repeated keys and their order stay', () => {
  const text = '{\n  "b": 18446744073709551615,\n  "a": 1.50,\n  "b": 1e400\n}';
  expect(renderJson(readJson(text))).toBe(text);
});

test('a text of ten million characters is read at once', () => {
  const text = `["${'a'.repeat(5_000_000)}", ${'1,'.repeat(2_500_000)}0]`;
  const list = readJson(text);
  expect(list.kind === 'list' && list.items.length).toBe(2_500_002);
});

function accepts(read: (text: string) => unknown, text: string): boolean {
  try {
    read(text);
    return true;
  } catch {
    return false;
  }
}
