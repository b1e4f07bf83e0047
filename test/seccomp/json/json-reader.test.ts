import * as fc from 'fast-check';
import { JsonError, readJson } from '../../../src/seccomp/json/json-reader';
import { renderJson } from '../../../src/seccomp/json/json-writer';

test.each([
  ['', '1:1 expected a value, found the end of the text'],
  ['{', '1:2 expected a key in double quotes, found the end of the text'],
  ['{"a": 1,}', '1:9 expected a key in double quotes, found "}"'],
  ['{"a": 1}\n x', '2:2 expected the end of the text, found "x"'],
  ['[1 2]', '1:4 expected "," or "]", found "2"'],
  ['{"a" 1}', '1:6 expected ":", found "1"'],
  ['["a\nb"]', '1:2 a text in double quotes is not closed, or has a character that must be escaped'],
  ['[01]', '1:3 expected "," or "]", found "1"'],
  ['\u00a0{}', '1:1 expected a value, found "\u00a0"'],
  ['[\n\n  "a",\n  tru]', '4:3 expected a value, found "t"'],
  ['['.repeat(100000), '1:66 values are nested deeper than 64 levels'],
])('rejects %p with its position', (text, message) => {
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

test('reads back all JSON unchanged, in the layout of JSON.stringify', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      const value: unknown = JSON.parse(text);
      expect(renderJson(readJson(text))).toBe(renderJson(readJson(JSON.stringify(value, null, 2))));
      expect(JSON.parse(renderJson(readJson(text)))).toEqual(value);
    }),
  );
});

test('rejects what JSON.parse rejects, and accepts what it accepts', () => {
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
    { numRuns: 1000 },
  );
});

test('keeps every digit, duplicate keys and their order', () => {
  const text = '{\n  "b": 18446744073709551615,\n  "a": 1.50,\n  "b": 1e400\n}';
  expect(renderJson(readJson(text))).toBe(text);
});

test('reads a text of ten million characters', () => {
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
