import { didYouMean, nearestWord } from '../../src/diagnostics/nearest-word';

const KNOWN = ['no-privileged', 'no-host-path', 'no-host-ports'];

test.each([
  ['no-privilegd', 'no-privileged'],
  ['no-host-pth', 'no-host-path'],
  ['no-host-port', 'no-host-ports'],
  ['privileged', undefined],
  ['', undefined],
])('the known word nearest to %j is %j', (word, nearest) => {
  expect(nearestWord(word, KNOWN)).toBe(nearest);
});

test('of two equally near words, the first by code unit is the nearest', () => {
  expect(nearestWord('ax', ['ay', 'ab'])).toBe('ab');
});

test('a word with other capitals is the nearest', () => {
  expect(nearestWord('hostpid', ['hostIPC', 'hostPID'])).toBe('hostPID');
  expect(nearestWord('aB', ['AB', 'ab', 'ac'])).toBe('AB');
});

test('a word longer than any known one is not compared', () => {
  const long = 'a'.repeat(65);
  expect(nearestWord(long, [long])).toBeUndefined();
});

test('an error message ends with the nearest word, if there is one', () => {
  expect(didYouMean('no-privilegd', KNOWN)).toBe(': did you mean "no-privileged"?');
  expect(didYouMean('something-else', KNOWN)).toBe('');
});
