import { globText, parseGlob, renderGlob } from '../../../src/apparmor/glob/glob';

const read = (text: string): string => {
  const result = parseGlob(text);
  return 'glob' in result ? renderGlob(result.glob) : `! ${result.problem}`;
};

test.each([
  ['/etc/hosts', '/etc/hosts'],
  ['/a/*/b?/**', '/a/*/b?/**'],
  ['/{a,b{,c}}/[a-c_]', '/{a,b{,c}}/[a-c_]'],
  ['@{HOME}/.x', '@{HOME}/.x'],
  ['/a b', '"/a b"'],
  ['/a,b', '"/a,b"'],
  ['/é#!', '"/é#!"'],
  ['/a"b', '"/a\\"b"'],
  ['/a\\*\\[', '"/a\\*\\["'],
  ['/a\\ b', '"/a b"'],
  ['/a\\\\', '"/a\\134"'],
  ['/{a\\,b,c}', '"/{a\\,b,c}"'],
  ['/@\\{x\\}', '"/@\\{x\\}"'],
  ['/[^ab]', '/[^ab]'],
  ['/[-+]', '"/[-+]"'],
])('renders the glob %s as %s', (text, written) => {
  expect(read(text)).toBe(written);
});

test.each([
  ['', /is empty/],
  ['/a\nb', /control character/],
  ['/a\u0000', /control character/],
  ['/\udc00', /surrogate/],
  ['/{a', /\{ is not closed/],
  ['/a}', /\} has no opening bracket/],
  ['/a]', /\] has no opening bracket/],
  ['/[a', /\[ is not closed/],
  ['/[]', /\[\] is empty/],
  ['/[^]', /\[\] is empty/],
  ['/[a-]', /not a character class/],
  ['/[c-a]', /not a character class/],
  ['/[a\\]]', /not a character class/],
  ['/[a*]', /not a character class/],
  ['/[é]', /not a character class/],
  ['/{a}', /two items or more/],
  ['/{}', /two items or more/],
  ['/{,}', /contains only empty items/],
  ['/@{}', /a variable is @\{name\}/],
  ['/@{1}', /a variable is @\{name\}/],
  ['/a\\', /the text ends with a backslash/],
  ['/a\\n', /"n" follows a backslash/],
  ['/a\\101', /"1" follows a backslash/],
  [`/${'{a,'.repeat(9)}b${'}'.repeat(9)}`, /nested deeper than 8/],
  [`/${'é'.repeat(2048)}`, /longer than 4096 bytes/],
])('rejects the glob %p', (text, message) => {
  expect(read(text)).toMatch(message);
});

test('reads a rendered glob as the same glob', () => {
  for (const text of ['/a\\*b\\\\c', '/{x\\,y,z}', '/@\\{a\\}', '/[a-z]*?**']) {
    const once = parseGlob(text);
    expect('glob' in once && parseGlob(globText(once.glob))).toEqual(once);
  }
});
