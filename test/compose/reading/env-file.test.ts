import { readEnvFile } from '../../../src/compose/reading/env-file';

const read = (text: string, environment: Readonly<Record<string, string>> = {}): Record<string, string> =>
  Object.fromEntries(
    [...readEnvFile(text, '.env', (name) => environment[name])].map(([name, { value }]) => [name, value]),
  );

test.each<[string, string, Record<string, string>]>([
  ['a value', 'A=1\n', { A: '1' }],
  ['a colon', 'A: 1', { A: '1' }],
  ['export', 'export A=1', { A: '1' }],
  ['a mark of the byte order', '\ufeffA=1', { A: '1' }],
  ['comments', '# x\n\nA=1 # y\nB=1#y\n', { A: '1', B: '1#y' }],
  ['line ends of Windows', 'A=1\r\nB=2\r\n', { A: '1', B: '2' }],
  ['an empty value', 'A=\nB=2', { A: '', B: '2' }],
  ['double quotes with escapes', 'A="a\\tb\\"c" # d', { A: 'a\tb"c' }],
  ['single quotes without escapes', "A='a\\tb $B'", { A: 'a\\tb $B' }],
  ['lines in quotes', 'A="1\n2"\nB=3', { A: '1\n2', B: '3' }],
  ['an earlier variable', 'A=1\nB=${A}2', { A: '1', B: '12' }],
  ['the last of two', 'A=1\nA=2', { A: '2' }],
])('reads %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

test('a name without a value has that of the environment, which has precedence in replacements', () => {
  expect(read('HOME_DIR\nOTHER\nA=1\nB=$A\n', { HOME_DIR: '/h', A: '9' })).toEqual({ HOME_DIR: '/h', A: '1', B: '9' });
});

test('variables have the lines on which they start', () => {
  const variables = readEnvFile('A="1\n2"\n\nB=3\n', '.env', () => undefined);
  expect([...variables.values()].map(({ line }) => line)).toEqual([1, 4]);
});

test.each([
  ['A=1\nB C=2', '.env:2', 'has a space'],
  ['A=1\n\nB%=2', '.env:3', 'has the character "%"'],
  ['A="1\n2', '.env:1', 'has no closing quote'],
  ['A=1\nB=${C:?is missing}', '.env:2', 'is missing'],
])('rejects %j', (text, place, message) => {
  expect(() => read(text)).toThrow(expect.objectContaining({ message: expect.stringContaining(place) }) as Error);
  expect(() => read(text)).toThrow(message);
});
