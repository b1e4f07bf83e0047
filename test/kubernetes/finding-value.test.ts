import * as fc from 'fast-check';
import { isPrintable } from '../../src/diagnostics/printable';
import { findingValue } from '../../src/kubernetes/finding-value';
import { codePoint } from '../code-point';

test.each(['SYS_ADMIN', '/var/log', 'get secrets', 'ü', 'a'.repeat(500)])('keeps %j', (text) => {
  expect(findingValue(text)).toBe(text);
});

test('has no value for an empty text', () => {
  expect(findingValue('')).toBeUndefined();
});

test.each([
  ['longer than 500 characters', 'a'.repeat(501)],
  ['with a line feed', 'a\nb'],
  ['with a control character', 'a\u001bb'],
])('a text %s keeps its start and gets a digest', (_, text) => {
  expect(findingValue(text)).toMatch(/^a.*… [0-9a-f]{32}$/);
});

test('two long texts that differ only at the end have different values', () => {
  const long = 'a'.repeat(5_000);
  expect(findingValue(`${long}b`)).not.toBe(findingValue(`${long}c`));
});

test('an escape sequence and the character that it describes have different values', () => {
  expect(findingValue('\\u001b')).not.toBe(findingValue('\u001b'));
});

test('every value is one short printable line, and does not change again', () => {
  const text = fc.oneof(fc.string({ unit: codePoint, maxLength: 600 }), fc.string({ minLength: 480, maxLength: 520 }));
  fc.assert(
    fc.property(text, (each) => {
      const value = findingValue(each) ?? '';
      expect(value.length).toBeLessThanOrEqual(500);
      expect(isPrintable(value) && !value.includes('\n')).toBe(true);
      expect(findingValue(value) ?? '').toBe(value);
    }),
    { seed: 1, numRuns: 200 },
  );
});
