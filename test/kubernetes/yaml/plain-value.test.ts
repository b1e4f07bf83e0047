import { isInteger, isPlainText, plainValue } from '../../../src/kubernetes/yaml/plain-value';

// values as the modules of kubectl read them, compared by `e2e/yaml`
test.each<[string, unknown]>([
  ...['0X0', '0O0', '0B0', '0_x0', '-_0', '+0', '00', '0_0', '-0x0', '0b_0'].map((t): [string, unknown] => [t, 0]),
  ['0O17', 15],
  ['0_x1F', 31],
  ['0b-11', -3],
  ['0b+1', 1],
  ['-0b-1', '-0b-1'],
  ['-0b1', -1],
  ['1_0_', 10],
  ['+0x_f', 15],
  ['9223372036854775808', 2 ** 63],
  ['18446744073709551616', 2 ** 64],
  ['0xffffffffffffffff', 2 ** 64],
  ['0x1ffffffffffffffff', '0x1ffffffffffffffff'],
  ['-0x8000000000000001', '-0x8000000000000001'],
  ['02000000000000000000000', 2e21],
  ['.1_0', 0.1],
  ['._1', '._1'],
  ['.1_', '.1_'],
  ['.5e1_0', 5e9],
  ['.', '.'],
  ['.e1', '.e1'],
  ['-.5', -0.5],
  ['1e999', '1e999'],
  ['0x1p3', '0x1p3'],
  ['.5e999', '.5e999'],
  ['.INF', Infinity],
  ['-.inf', -Infinity],
  ['.NaN', NaN],
  ['+.nan', '+.nan'],
  ['inf', 'inf'],
  ['+', '+'],
  ['tRUE', 'tRUE'],
  ['2020-1-1', '2020-1-1'],
  ['=', '='],
])('%s', (text, value) => expect(plainValue(text)).toEqual(value === 0 ? expect.closeTo(0) : value));

test('a text is plain if it is read as that text and is not a merge key', () => {
  expect(['a', '0x', '1:30', '-'].map(isPlainText)).toEqual([true, true, true, true]);
  expect(['', '1', '0X1', 'on', '<<', '~', '.5'].map(isPlainText)).not.toContain(true);
});

test('recognizes an integer in every base', () => {
  expect(['1', '-0x1', '0b-1', '1_0'].map(isInteger)).toEqual([true, true, true, true]);
  expect(['1.0', '08', '', 'a', '1e3'].map(isInteger)).not.toContain(true);
});
