import * as fc from 'fast-check';
import { compareVersions } from '../../../src/app-package/install/version-order';

/** Versions in ascending order: those of section 11 of Semantic Versioning 2.0.0, and numbers around them. */
const ASCENDING = [
  '0.9',
  '1.0.0-alpha',
  '1.0.0-alpha.1',
  '1.0.0-alpha.beta',
  '1.0.0-beta',
  '1.0.0-beta.2',
  '1.0.0-beta.11',
  '1.0.0-rc.1',
  '1',
  '1.0.1',
  'v1.2.3',
  '1.9',
  '1.10',
  '1.10.0.1',
  '2024.06',
  '2024.10.1',
  '99999999999999999999',
  '99999999999999999999.1',
];

test('orders numbers by their value, and pre-releases before their release', () => {
  for (const [i, a] of ASCENDING.entries())
    for (const [j, b] of ASCENDING.entries())
      expect([a, b, Math.sign(compareVersions(a, b) ?? 9)]).toEqual([a, b, Math.sign(i - j)]);
});

test.each([
  ['1.4', '1.4.0'],
  ['1.0.0', '1.0.0+build.7'],
  ['v2', '2.0.0'],
  ['1.08', '1.8'],
])('%s and %s have the same rank', (a, b) => {
  expect(compareVersions(a, b)).toBe(0);
  expect(compareVersions(b, a)).toBe(0);
});

test.each([
  ['next', '1.0'],
  ['1.0-2', '1.0'],
  ['1.0a', '1.0b'],
  ['1..0', '1.0'],
  ['1.0.0-', '1.0.0'],
  ['2024-06-01', '2024-07-01'],
  ['latest', 'stable'],
])('%s and %s have no order', (a, b) => {
  expect(compareVersions(a, b)).toBeUndefined();
  expect(compareVersions(b, a)).toBeUndefined();
});

test('any text has the same rank as itself', () => {
  expect(compareVersions('latest', 'latest')).toBe(0);
});

test('the order of two versions is reversed if they are swapped', () => {
  const version = fc.string({ unit: fc.constantFrom('0', '1', '10', '.', '-', 'a', '+', 'v'), maxLength: 10 });
  fc.assert(
    fc.property(version, version, (a, b) => {
      const [order, reverse] = [compareVersions(a, b), compareVersions(b, a)];
      return order === undefined ? reverse === undefined : Math.sign(order) === -Math.sign(reverse ?? 9);
    }),
  );
});
