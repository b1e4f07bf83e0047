import * as fc from 'fast-check';
import type { Glob } from '../../../src/apparmor/glob/glob';
import { parseGlob } from '../../../src/apparmor/glob/glob';
import { covers } from '../../../src/apparmor/glob/glob-cover';
import { overlap } from '../../../src/apparmor/glob/glob-overlap';

function glob(text: string): Glob {
  const result = parseGlob(text);
  if ('problem' in result) throw new Error(result.problem);
  return result.glob;
}

test.each([
  ['/**', '/data/*', true],
  ['/data/*', '/**', false],
  ['/data/**', '/data/', false],
  ['/data/{,**}', '/data/**', true],
  ['/data/*', '/data/a/b', false],
  ['/{a,b}/**', '/a/x', true],
  ['/{a,b}/**', '/[ab]/x', true],
  ['/a/**', '/{a,b}/x', false],
  ['/[a-c]?', '/b*', false],
  ['/[a-c]*', '/b?', true],
  ['/[^a]*', '/b', true],
  ['/[^a]*', '/a', false],
  ['/a', '/a', true],
])('%s covers %s: %p', (outer, inner, answer) => {
  expect(covers(glob(outer), glob(inner))).toBe(answer);
});

const piece = fc.constantFrom('a', 'b', '/', '*', '**', '?', '[ab]', '{a,b}', '{,b*}');
const globs = fc
  .array(piece, { minLength: 1, maxLength: 5 })
  .map((pieces) => `/${pieces.join('')}`)
  .filter((text) => 'glob' in parseGlob(text) && !text.includes('***'));
const paths = fc.array(fc.constantFrom('a', 'b', 'c', '/'), { maxLength: 6 }).map((letters) => `/${letters.join('')}`);

test('a covered glob matches no path that the covering glob does not match', () => {
  fc.assert(
    fc.property(globs, globs, paths, (outer, inner, path) => {
      const matches = (text: string): boolean => overlap(glob(text), [{ kind: 'text', text: path }]);
      if (covers(glob(outer), glob(inner)) && matches(inner)) expect(matches(outer)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

test('a glob covers itself, and overlaps every glob that it covers', () => {
  fc.assert(
    fc.property(globs, globs, (a, b) => {
      expect(covers(glob(a), glob(a))).toBe(true);
      if (covers(glob(a), glob(b))) expect(overlap(glob(a), glob(b))).toBe(true);
    }),
  );
});

test('a glob does not cover another one that matches a path that it does not match', () => {
  const every = (length: number): string[] =>
    length === 0 ? [''] : every(length - 1).flatMap((text) => ['a', 'b', 'c', '/'].map((letter) => text + letter));
  const short = [0, 1, 2, 3].flatMap(every).map((text) => `/${text}`);
  const literal = (path: string): Glob => [{ kind: 'text', text: path }];
  fc.assert(
    fc.property(globs, globs, (outer, inner) => {
      const [a, b] = [glob(outer), glob(inner)];
      const counter = short.some((path) => overlap(b, literal(path)) && !overlap(a, literal(path)));
      // there may be longer counterexamples, so the other direction is not tested
      if (counter) expect(covers(a, b)).toBe(false);
    }),
    { numRuns: 200 },
  );
});

test('gives up a comparison that takes too many steps, and returns undefined', () => {
  const last = '?'.repeat(24);
  expect(covers(glob(`/**a${last}{b,c}`), glob(`/**a${last}b`))).toBeUndefined();
  expect(covers(glob('/**a???{b,c}'), glob('/**a???b'))).toBe(true);
});
