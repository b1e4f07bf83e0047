import { problem, read } from './reading';

describe('a mark', () => {
  test.each([
    ['with white space', 'a: 1\n--- \t\nb: 1\n', [{ a: 1 }, { b: 1 }]],
    ['with a comment', '--- # b\na: 1\n---\t# c\n', [{ a: 1 }, null]],
    ['after a mark', '---\n---\n', [null, null]],
    ['below a comment', '# a\n\n---\nb: 1\n', [{ b: 1 }]],
    ['within a block text', 'a: |\n  ---\n', [{ a: '---\n' }]],
  ])('%s separates', (_what, text, values) => expect(read(text)).toEqual(values));

  test.each([
    ['a value', 'a: 1\n--- b\n', '2:4'],
    ['a mapping', '--- {a: 1}\n', '1:4'],
    ['a comment without a space', 'a: 1\n---#b\n', '2:4'],
    ['more dashes', 'a: 1\n----\n', '2:4'],
    ['a key', 'a: 1\n---b: 2\n', '2:4'],
  ])('with %s is rejected', (_what, text, place) => {
    expect(problem(text)).toMatch(new RegExp(`^${place} something follows the three dashes`));
  });
});

describe('what kubectl does not read is rejected', () => {
  test.each([
    ['a document after an end mark', 'a: 1\n...\nb: 1\n', /^3:1 what follows the end of the document is ignored/],
    ['a text after a mapping in braces', '{a: 1} b\n', /^1:8 what follows the end/],
    ['an item after a list in brackets', '[a]\n- b\n', /^2:1 what follows the end/],
    ['an end mark without a document', '...\n', /^1:1 an end mark without a document/],
    ['a directive', '%YAML 1.1\n---\na: 1\n', /^1:1 a directive, which kubectl rejects/],
  ])('%s', (_what, text, message) => expect(problem(text)).toMatch(message));

  test('but not an end mark with nothing after it', () => {
    expect(read('a: 1\n... # end\n# more\n---\nb: 1\n...\n')).toEqual([{ a: 1 }, { b: 1 }]);
  });
});
