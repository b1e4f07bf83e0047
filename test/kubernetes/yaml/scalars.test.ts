import { problem, read } from './reading';

describe('a text without quotes', () => {
  test.each([
    ['over lines', 'a: b\n  c\n\n\n  d\n', 'b c\n\nd'],
    ['with a hash', 'a: b#c #d\n', 'b#c'],
    ['with a colon', 'a: b:c::d\n', 'b:c::d'],
    ['with a dash', 'a: -b\n', '-b'],
    ['with brackets', 'a: b[c]{d},e\n', 'b[c]{d},e'],
    ['with blanks', 'a: b  \t c \n', 'b  \t c'],
  ])('%s', (_what, text, value) => expect(read(text)).toEqual([{ a: value }]));

  test('ends at an indicator between braces', () => {
    expect(read('[a:b, c d, "e":f, g#h]\n')).toEqual([['a:b', 'c d', { e: 'f' }, 'g#h']]);
    expect(problem('[a?b]\n')).toMatch(/^1:3 expected a comma or ], found a key/);
  });

  test.each([
    ['with a colon and a blank', 'a: b: c\n', /^1:5 the text before the colon is not a key/],
    ['that begins with an indicator', 'a: @b\n', /^1:4 a value cannot begin with @/],
    ['below an item that is too far left', 'a:\n  - b\n c\n', /^3:2 /],
    ['after a tab as indentation', 'a:\n\tb: 1\n', /^2:1 a tab indents the line/],
  ])('%s is rejected', (_what, text, message) => expect(problem(text)).toMatch(message));
});

describe('a text in quotes', () => {
  test.each([
    ['over lines', '"a  \n\n  b\n c"', 'a\nb c'],
    ['with an escaped end of a line', '"a \\\n  b\\\r\n\\ c"', 'a b c'],
    ['with escapes', '"\\x41\\u00e9\\U0001F600\\t\\0\\e\\_\\L"', 'Aé😀\t\0\x1b\u00a0\u2028'],
    ['in single quotes', "'it''s \\n'", "it's \\n"],
    ['that is empty', "''", ''],
  ])('%s', (_what, text, value) => expect(read(text)).toEqual([value]));

  test.each([
    ['that is not closed', 'a: "b\n', /^1:4 a text in quotes is not closed/],
    ['with an escape that only JSON has', 'a: "\\/"\n', /^1:5 \\\/ is not an escape that kubectl knows/],
    ['with an unpaired surrogate', 'a: "\\ud83d\\ude00"\n', /^1:5 \\ud83d is an unpaired surrogate/],
    ['with too few digits', 'a: "\\x4"\n', /^1:5 \\x needs 2 hexadecimal digits/],
    ['beyond the last character', 'a: "\\U00110000"\n', /^1:5 /],
    ['with an end mark', 'a: "b\n... "\n', /^2:1 a document mark is inside a text in quotes/],
  ])('%s is rejected', (_what, text, message) => expect(problem(text)).toMatch(message));
});

describe('a block text', () => {
  test.each([
    ['literal', '|\n  b\n   c\n\n  d\n\n', 'b\n c\n\nd\n'],
    ['folded', '>\n  b\n  c\n\n  d\n   e\n  f\n', 'b c\nd\n e\nf\n'],
    ['stripped', '|-\n  b\n\n', 'b'],
    ['kept', '|+\n  b\n\n\n', 'b\n\n\n'],
    ['with an indentation of its own', '|2-\n    b\n  c\n', '  b\nc'],
    ['with a comment in its header', '|1+ # d\n b\n\n', 'b\n\n'],
    ['that is empty', '|\n', ''],
    ['at the end of the text, without a line feed', '|\n  b', 'b\n'],
  ])('%s', (_what, text, value) => expect(read(`a: ${text}`)).toEqual([{ a: value }]));

  test.each([
    ['with a text in its header', 'a: |b\n', /^1:4 the header of a block text/],
    ['with an indentation of 0', 'a: |0\n  b\n', /^1:4 the header of a block text/],
    ['that a tab indents', 'a: |\n\tb\n', /^2:1 a tab indents a line of a block text/],
  ])('%s is rejected', (_what, text, message) => expect(problem(text)).toMatch(message));
});

test.each([
  ['an anchor with another character', 'a: &é b\n', /^1:4 & begins an anchor or an alias/],
  ['an alias inside its anchor', 'a: &a [*a]\n', /^1:8 a circular alias/],
  ['an anchor of another document', 'a: &a 1\n---\nb: *a\n', /^3:4 unidentified alias "a"/],
  ['an anchor after an anchor', 'a: &a &b c\n', /^1:7 /],
  ['an item after a key', 'a: - b\n', /^1:4 an item of a list cannot begin here/],
])('rejects %s', (_what, text, message) => expect(problem(text)).toMatch(message));

test('reads lists in the column of their key, and mappings in their items', () => {
  expect(read('a:\n- b: c\n  d:\n  - e\n-\n  f: g\nh: 1\n')).toEqual([{ a: [{ b: 'c', d: ['e'] }, { f: 'g' }], h: 1 }]);
});
