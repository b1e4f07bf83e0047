import { problem, read } from './reading';

describe('rejects, with its position, a character that ends a line only for kubectl', () => {
  test.each([
    ['U+0085 in a comment', 'a: 1\n# b\x85c: 2\n', '2:4'],
    ['U+2028 in a comment', 'a: 1 # b\u2028  c: 2\n', '1:9'],
    ['U+2029 after a value', 'a: b\u2029\n', '1:5'],
    ['U+2028 in single quotes', "a: 'b\u2028 c'\n", '1:6'],
    ['U+0085 in a block text', 'a: |\n  b\x85\n', '2:4'],
    ['U+2028 after a mark', 'a: 1\n--- # b\u2028c: 2\n', '2:8'],
    ['U+2028 in a comment above the first mark', '# a\u2028b: 1\n---\nc: 1\n', '1:4'],
    ['a carriage return in a comment', 'a: # b\r  c: 1\n', '1:7'],
    ['two carriage returns before a line feed', 'a: 1\r\r\nb: 2\n', '1:5'],
  ])('%s', (_what, text, place) => {
    expect(problem(text)).toMatch(new RegExp(`^${place} the character U\\+\\S{4} ends a line for kubectl`));
  });
});

test('reads CRLF as a line feed, and escapes as their characters', () => {
  expect(read('a: b\r\nc: |\r\n  d\r\n  e\r\nf: "\\u2028\\N\\r"\r\n')).toEqual([
    { a: 'b', c: 'd\ne\n', f: '\u2028\x85\r' },
  ]);
});

describe('a byte order mark', () => {
  test('can begin the text, and is a character inside a line', () => {
    expect(read('\ufeffa: b\ufeffc\n')).toEqual([{ a: 'b\ufeffc' }]);
  });

  test.each([
    ['before a later document', 'a: 1\n---\n\ufeffb: 1\n', '3:1'],
    ['before a later line', 'a: 1\n\ufeffb: 1\n', '2:1'],
    ['after the first one', '\ufeff\ufeffb: 1\n', '1:1'],
  ])('is rejected at the begin %s', (_what, text, place) => {
    expect(problem(text)).toBe(
      `${place} a byte order mark, U+FEFF, begins a line: kubectl ignores it, but other readers do not; delete it`,
    );
  });
});

test.each([
  ['a control character', 'a: "b\x07"\n', '1:6 the text has a control character, U+0007'],
  ['delete', 'a: b\x7f\n', '1:5 the text has a control character, U+007F'],
  ['a null byte', 'a: b\0\n', '1:5 the text has a null byte'],
  ['a high surrogate without a low one', 'a: \ud800\n', '1:4 the text has an unpaired surrogate, U+D800'],
  ['a low surrogate without a high one', 'a: b\udc00\n', '1:5 the text has an unpaired surrogate, U+DC00'],
  ['a noncharacter', 'a: \uffff\n', '1:4 the text has a control character, U+FFFF'],
])('rejects %s', (_what, text, message) => expect(problem(text)).toMatch(message));

test('reads letters of every script, and surrogate pairs', () => {
  expect(read('a: é日本😀\u00a0b\u200b\n')).toEqual([{ a: 'é日本😀\u00a0b\u200b' }]);
});
