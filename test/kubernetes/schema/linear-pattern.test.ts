import fc from 'fast-check';
import { matchesPattern } from '../../../src/kubernetes/schema/linear-pattern';

const PIECES = [
  'a',
  'b',
  '.',
  '[a-c]',
  '[^a]',
  '\\d',
  '\\w',
  '\\.',
  '(ab|c)',
  '(?:a|b)',
  '^',
  '$',
  '-',
  '[a\\-]',
  '\\b',
];
const COUNTS = ['', '', '*', '+', '?', '{2}', '{1,3}', '{2,}', '*?'];

test('agrees with the expressions of JavaScript', () => {
  const piece = fc.tuple(fc.constantFrom(...PIECES), fc.constantFrom(...COUNTS)).map(([each, count]) =>
    // an assertion cannot be repeated
    /^(\^|\$|\\b)$/.test(each) ? each : each + count,
  );
  const pattern = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', '.', '-', ' '), maxLength: 8 });
  fc.assert(
    fc.property(pattern, text, (expression, value) => {
      expect(matchesPattern(expression, value)).toBe(new RegExp(expression, 'u').test(value));
    }),
    { numRuns: 3_000 },
  );
});

test.each([
  ['^(a+)+$', 'a'.repeat(500) + '!', false],
  ['^([a-z0-9]([-a-z0-9]*[a-z0-9])?\\.)*$', 'a.'.repeat(250), true],
  ['(x+x+)+y', 'x'.repeat(500), false],
  ['^(?P<name>a)$', 'a', true],
  ['^[[:alpha:]]+$', 'abc', true],
  ['\\x41', 'A', true],
])('matches %s in bounded time', (pattern, text, expected) => {
  expect(matchesPattern(pattern, text)).toBe(expected);
});

test.each([
  '(?=a)',
  '\\p{L}',
  '(a',
  'a)',
  '[b-a]',
  '((a{1000}){1000}){1000}',
  '(){9999}{9999}',
  `${'('.repeat(300)}a${')'.repeat(300)}`,
])('does not judge by %s', (pattern) => {
  expect(matchesPattern(pattern, 'a') ?? 'not judged').toBe('not judged');
});

test('does not judge texts that would take too long', () => {
  expect(matchesPattern('^(a{500})*$', 'a'.repeat(1_000_000))).toBeUndefined();
});
