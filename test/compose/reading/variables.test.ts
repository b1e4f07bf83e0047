import * as fc from 'fast-check';
import { substitute } from '../../../src/compose/reading/variables';

const VALUES: Readonly<Record<string, string>> = { A: 'one', EMPTY: '' };
const lookup = (name: string): string | undefined => VALUES[name];

test.each([
  ['$A', 'one'],
  ['${A}', 'one'],
  ['$A-$A', 'one-one'],
  ['$$A', '$A'],
  ['$1', '$1'],
  ['${MISSING}', ''],
  ['${MISSING:-x}', 'x'],
  ['${EMPTY:-x}', 'x'],
  ['${EMPTY-x}', ''],
  ['${MISSING-x}', 'x'],
  ['${A:+x}', 'x'],
  ['${EMPTY:+x}', ''],
  ['${EMPTY+x}', 'x'],
  ['${MISSING+x}', ''],
  ['${A:?no}', 'one'],
  ['${EMPTY?no}', ''],
  ['${MISSING:-${A}}', 'one'],
  ['${MISSING:-a${MISSING-b}c} ${A}', 'abc one'],
  ['${MISSING:-{"a":1}}', '{"a":1}'],
  ['${MISSING:-a:-b}', 'a:-b'],
])('replaces the variables of %s', (text, expected) => {
  expect(substitute(text, lookup)).toBe(expected);
});

test.each([
  ['${MISSING:?give it}', 'the variable MISSING is required, and is not set: give it'],
  ['${EMPTY:?}', 'the variable EMPTY is required, and is empty'],
  ['${A', 'has an invalid form'],
  ['${}', 'has an invalid form'],
  ['${A!x}', 'has an invalid form'],
])('rejects %s', (text, message) => {
  expect(() => substitute(text, lookup)).toThrow(message);
});

test('reports the variables that are not set and have no default', () => {
  const unset: string[] = [];
  substitute('${X} $Y ${Z:-z} $A', lookup, (name) => unset.push(name));
  expect(unset).toEqual(['X', 'Y']);
});

test('rejects variables that are nested very deeply, in linear time', () => {
  expect(() => substitute('${A+'.repeat(20_000) + '}'.repeat(20_000), lookup)).toThrow('more than 100 levels');
  expect(substitute('${MISSING:-x}'.repeat(8000), lookup)).toBe('x'.repeat(8000));
});

test('keeps a text in which each dollar sign is doubled', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(substitute(text.replace(/\$/g, '$$$$'), lookup)).toBe(text);
    }),
  );
});
