import fc from 'fast-check';
import { billionths, bytesOf, compareQuantities, isWhole, quantityOf } from '../../src/kubernetes/quantity';

const ONE = 1_000_000_000n;

test.each([
  ['0', 0n],
  ['2', 2n * ONE],
  ['2.3', 2_300_000_000n],
  ['2300m', 2_300_000_000n],
  ['.5', ONE / 2n],
  ['1.', ONE],
  ['+1', ONE],
  ['-1', -ONE],
  ['1n', 1n],
  ['1u', 1000n],
  ['1m', 1_000_000n],
  ['1k', 1000n * ONE],
  ['1M', 10n ** 6n * ONE],
  ['1G', 10n ** 9n * ONE],
  ['1T', 10n ** 12n * ONE],
  ['1P', 10n ** 15n * ONE],
  ['1E', 10n ** 18n * ONE],
  ['1Ki', 1024n * ONE],
  ['64Mi', 64n * 2n ** 20n * ONE],
  ['1Gi', 2n ** 30n * ONE],
  ['1Ti', 2n ** 40n * ONE],
  ['1Pi', 2n ** 50n * ONE],
  ['1Ei', 2n ** 60n * ONE],
  ['0.1Ki', 102_400_000_000n],
  ['1e3', 1000n * ONE],
  ['1E3', 1000n * ONE],
  ['1e+3', 1000n * ONE],
  ['12e-1', 1_200_000_000n],
])('the quantity %s is exact', (text, amount) => {
  expect(billionths(text)).toBe(amount);
});

test('reads a number as its text', () => {
  expect([billionths(2.3), billionths(1e21)]).toEqual([2_300_000_000n, (2n ** 63n - 1n) * ONE]);
});

test.each(['nonsense', '1.2.3', '', '.', '1 ', '1KI', '1e', 'Ki', null, undefined, {}, true])(
  '%p is not a quantity',
  (value) => {
    expect([billionths(value), compareQuantities(value, '1'), compareQuantities('1', value)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  },
);

test('rounds up to a billionth, as the API server does', () => {
  expect(['0.1n', '1.1n', `0.${'0'.repeat(200)}1`, '1e-999999999', '-0.1n'].map(billionths)).toEqual([
    1n,
    2n,
    1n,
    1n,
    -1n,
  ]);
});

test('rounds up after any number of digits', () => {
  expect(billionths(`1.${'0'.repeat(100_000)}1`)).toBe(ONE + 1n);
  expect(billionths(`1.${'0'.repeat(100_000)}`)).toBe(ONE);
});

test('reads what is larger than the API server can store as the largest amount', () => {
  const largest = (2n ** 63n - 1n) * ONE;
  expect(['1e99', '9e999999999999', '10Ei', '9'.repeat(100_000)].map(billionths)).toEqual(Array(4).fill(largest));
});

test('compares amounts, not texts', () => {
  expect([
    compareQuantities('2300m', '2.3'),
    compareQuantities('1Gi', '1024Mi'),
    compareQuantities('1Gi', '1G'),
    compareQuantities('0.1', '100000001n'),
    compareQuantities(1, '1'),
  ]).toEqual([0, 0, 1, -1, 0]);
});

test('a size in bytes counts a part of a byte', () => {
  expect([bytesOf('1Ki'), bytesOf('1500m'), bytesOf('0'), bytesOf('x')]).toEqual([1024n, 2n, 0n, 0n]);
});

test.each([
  ['2', true],
  ['2000m', true],
  ['2.0', true],
  ['500m', false],
  ['x', false],
])('%s is a whole number: %s', (text, expected) => {
  expect(isWhole(text)).toBe(expected);
});

test('the same amount in thousandths and with a point is equal, and one more is larger', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), (thousandths) => {
      const decimal = `${thousandths / 1000n}.${String(thousandths % 1000n).padStart(3, '0')}`;
      expect(compareQuantities(`${thousandths}m`, decimal)).toBe(0);
      expect(compareQuantities(`${thousandths + 1n}m`, decimal)).toBe(1);
    }),
  );
});

test('agrees with exact fractions on any suffix', () => {
  const suffixes: [string, bigint, bigint][] = [
    ['n', 1n, ONE],
    ['u', 1000n, ONE],
    ['m', 1n, 1000n],
    ['', 1n, 1n],
    ['k', 1000n, 1n],
    ['M', 10n ** 6n, 1n],
    ['Ki', 1024n, 1n],
    ['Mi', 2n ** 20n, 1n],
  ];
  fc.assert(
    fc.property(
      fc.bigInt({ min: 0n, max: 10n ** 9n }),
      fc.stringMatching(/^[0-9]{0,12}$/),
      fc.constantFrom(...suffixes),
      (whole, fraction, [suffix, times, over]) => {
        const text = `${whole}${fraction === '' ? '' : `.${fraction}`}${suffix}`;
        const top = BigInt(`${whole}${fraction}`) * times * ONE;
        const bottom = 10n ** BigInt(fraction.length) * over;
        expect(billionths(text)).toBe((top + bottom - 1n) / bottom);
      },
    ),
  );
});

test.each([
  [0n, '0'],
  [1n, '0.000000001'],
  [2_300_000_000n, '2.3'],
  [20_000_000_000n, '20'],
])('%d billionths are %s', (amount, text) => {
  expect(quantityOf(amount)).toBe(text);
  expect(billionths(text)).toBe(amount);
});
