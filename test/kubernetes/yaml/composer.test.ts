import { problem, read } from './reading';

const PLACE = '<< merges the key "b", which the mapping already has';

describe('a merge', () => {
  test.each([
    ['before keys that replace merged ones', 'a:\n  <<: {b: 1, c: 1}\n  b: 2\n', { a: { b: 2, c: 1 } }],
    [
      'of several mappings, in which the first has precedence',
      'a: {<<: [{b: 1}, {b: 2, c: 2}]}\n',
      { a: { b: 1, c: 2 } },
    ],
    ['after other keys', 'a: {b: 1, <<: {c: 2}}\n', { a: { b: 1, c: 2 } }],
    ['besides another merge of other keys', 'a: {<<: {b: 1}, <<: {c: 2}}\n', { a: { b: 1, c: 2 } }],
    ['inside a merged mapping', 'a: &a {<<: {b: 1}, c: 1}\nd: {<<: *a}\n', { a: { b: 1, c: 1 }, d: { b: 1, c: 1 } }],
    ['in quotes is a key', 'a: {"<<": {b: 1}}\n', { a: { '<<': { b: 1 } } }],
  ])('%s', (_what, text, value) => expect(read(text)).toEqual([value]));

  test.each([
    ['of a key that comes before it', 'a:\n  b: 1\n  <<: {b: 2}\n', `3:3 ${PLACE}`],
    ['of a key of another merge', 'a: {<<: {b: 1}, <<: {b: 2}}\n', `1:17 ${PLACE}`],
    ['of a text', 'a: {<<: b}\n', '1:5 << merges a value that is not a mapping'],
    ['of null', '<<:\na: 1\n', '1:1 << merges a value that is not a mapping'],
    ['of the alias of a list', 'a: &a [{b: 1}]\n<<: *a\n', '2:1 << merges a value that is not a mapping'],
  ])('%s is rejected', (_what, text, message) => expect(problem(text).startsWith(message)).toBe(true));
});

describe('a key', () => {
  test.each([
    ['twice', 'a: 1\nb: 2\na: 1\n', /^3:1 the key "a" is not unique/],
    ['as a number and a text', '1: a\n"1": b\n', /^2:1 the key "1" is not unique/],
    ['as a boolean and a text', '{yes: a, "true": b}\n', /^1:10 the key "true" is not unique/],
    ['in two bases', '8: a\n010: b\n', /^2:1 the key "8" is not unique/],
    ['that is null', '~: a\n', /^1:1 a key is null, which kubectl rejects/],
    ['that is missing', ': a\n', /^1:1 a value has no key/],
    ['that is a list', '[a]: b\n', /^1:1 a key is a list, which kubectl rejects/],
    ['that is a mapping', '? {a: b}\n: c\n', /^1:3 a key is a mapping/],
    [
      'that is a fraction of many digits',
      '1.23456789: a\n',
      /^1:1 a key is 1.23456789, which readers turn into different texts/,
    ],
    ['that is an exponent', '1e3: a\n', /^1:1 a key is 1000, which/],
    ['beyond 2^53', '9007199254740993: a\n', /^1:1 a key is 9007199254740992/],
    ['of more than 1024 characters', `${'a'.repeat(1025)}: b\n`, /^1:1026 the text before the colon is not a key/],
    ['on two lines', '"a\n b": c\n', /^1:1 expected a key|^2:4 the text before the colon/],
  ])('%s is rejected', (_what, text, message) => expect(problem(text)).toMatch(message));

  test.each([
    ['that is a number', '0x10: a\n-0: b\n1.5: c\n', { 16: 'a', 0: 'b', '1.5': 'c' }],
    ['of 1024 characters', `${'a'.repeat(1024)}: b\n`, { ['a'.repeat(1024)]: 'b' }],
    ['after a question mark', '? a\n: b\n? |\n  c\n: d\n', { a: 'b', 'c\n': 'd' }],
    ['with an anchor, and the alias as a key', '&a b: c\nd: {*a : e}\n', { b: 'c', d: { b: 'e' } }],
    ['that differs only in case', 'a: 1\nA: 2\n', { a: 1, A: 2 }],
    ['without a value', '{a, b: , "c"}\n', { a: null, b: null, c: null }],
  ])('%s is read', (_what, text, value) => expect(read(text)).toEqual([value]));
});

describe('a tag', () => {
  test('that matches its value is read', () => {
    expect(read('[!!str 1, !!int "1", !!float 1, !!bool "on", !!null "", !!map {}, !!seq [], !!str ]\n')).toEqual([
      ['1', 1, 1, true, null, {}, [], ''],
    ]);
  });

  test.each([
    ['that does not match its value', 'a: !!int b\n', /^1:4 the tag !!int does not fit/],
    ['of a text on a mapping', 'a: !!str {}\n', /^1:4 the tag !!str does not fit/],
    ['of a float on a 64-bit integer', 'a: !!float 0xffffffffffffffff\n', /^1:4 the tag !!float/],
    ['of bytes', 'a: !!binary YQ==\n', /^1:4 unknown tag !!binary/],
    ['without a type', 'a: ! b\n', /^1:4 unknown tag, which Kubernetes does not use/],
    ['in full', 'a: !<tag:yaml.org,2002:str> 1\n', /^1:4 unknown tag, which Kubernetes does not use/],
  ])('%s is rejected', (_what, text, message) => expect(problem(text)).toMatch(message));
});

test('rejects a number that JSON does not have', () => {
  expect(problem('a: .inf\n')).toMatch(/^1:4 .inf is a number that JSON does not have/);
  expect(problem('a: !!float .nan\n')).toMatch(/^1:4 the tag !!float/);
});

describe('limits', () => {
  const nested = (depth: number): string => `a: ${'['.repeat(depth)}${']'.repeat(depth)}\n`;

  test('the depth', () => {
    expect(problem(nested(199))).toBe('read');
    expect(problem(nested(200))).toBe('1:203 nesting exceeded: a document can have at most 200 levels');
    const blocks = Array.from({ length: 300 }, (_, i) => `${' '.repeat(i)}a:\n`).join('');
    expect(problem(blocks)).toMatch(/^201:201 nesting exceeded/);
  });

  test('the number of values that aliases stand for', () => {
    const text = (aliases: number): string =>
      `a: &a [${'b,'.repeat(999)}]\nc: [${'d,'.repeat(9000)}]\ne: [${'*a,'.repeat(aliases)}]\n`;
    expect(problem(text(100))).toBe('read');
    expect(problem(text(101))).toMatch(/^3:305 the aliases of the document stand for more than 100000 values/);
  });
});
