import { problem, read } from './reading';

describe('a mark', () => {
  test.each([
    ['with white space', 'a: 1\n--- \t\nb: 1\n', [{ a: 1 }, { b: 1 }]],
    ['with a comment', '--- # b\na: 1\n---\t# c\n', [{ a: 1 }, null]],
    ['after a mark', '---\n---\n', [null, null]],
    ['below a comment', '# a\n\n---\nb: 1\n', [{ b: 1 }]],
    ['inside a block text', 'a: |\n  ---\n', [{ a: '---\n' }]],
  ])('%s separates', (_what, text, values) => expect(read(text)).toEqual(values));

  test.each([
    ['a value', 'a: 1\n--- b\n', '2:4'],
    ['a mapping', '--- {a: 1}\n', '1:4'],
    ['a comment without a space', 'a: 1\n---#b\n', '2:4'],
    ['more dashes', 'a: 1\n----\n', '2:4'],
    ['a key', 'a: 1\n---b: 2\n', '2:4'],
  ])('with %s is rejected', (_what, text, place) => {
    expect(problem(text)).toMatch(new RegExp(`^${place} the line of the three dashes has other content`));
  });
});

describe('rejects what kubectl does not read', () => {
  test.each([
    [
      'a document after an end mark',
      'a: 1\n...\nb: 1\n',
      /^3:1 kubectl ignores the content after the end of the document/,
    ],
    ['a text after a mapping in braces', '{a: 1} b\n', /^1:8 kubectl ignores the content/],
    ['an item after a list in brackets', '[a]\n- b\n', /^2:1 kubectl ignores the content/],
    ['an end mark without a document', '...\n', /^1:1 the end mark \.{3} has no document/],
    ['a directive', '%YAML 1.1\n---\na: 1\n', /^1:1 kubectl rejects a directive/],
  ])('%s', (_what, text, message) => expect(problem(text)).toMatch(message));

  test('accepts an end mark with nothing after it', () => {
    expect(read('a: 1\n... # end\n# more\n---\nb: 1\n...\n')).toEqual([{ a: 1 }, { b: 1 }]);
  });
});
