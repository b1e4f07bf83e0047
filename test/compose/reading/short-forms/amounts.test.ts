import { bytes, milliseconds } from '../../../../src/compose/reading/short-forms/amounts';

test.each([
  ['1m30s', 90_000],
  ['1h', 3_600_000],
  ['2d', 172_800_000],
  ['1.5s', 1500],
  ['.5s', 500],
  ['250ms', 250],
  ['10us', 0.01],
  ['10µs', 0.01],
  ['0', 0],
  ['-1s', -1000],
])('%s has %d milliseconds', (text, expected) => {
  expect(milliseconds(text)).toBe(expected);
});

test.each(['', '5', 's', '1 s', '1y', '1m 30s', '99999999w', '1e3s'])('%j is not a duration', (text) => {
  expect(() => milliseconds(text)).toThrow('must be a duration');
});

test.each([
  ['0', 0],
  ['1024', 1024],
  ['-1', -1],
  ['512m', 512 * 1024 ** 2],
  ['512M', 512 * 1024 ** 2],
  ['2kb', 2048],
  ['1.5 GiB', 1.5 * 1024 ** 3],
  ['64b', 64],
  ['1t', 1024 ** 4],
])('%s has %d bytes', (text, expected) => {
  expect(bytes(text)).toBe(expected);
});

test.each(['', 'm', '1.5', '-1m', '1ib', '1x', '1  g', '1,5g'])('%j is not a size', (text) => {
  expect(() => bytes(text)).toThrow('must be a size');
});
