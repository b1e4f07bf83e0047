import * as fc from 'fast-check';
import { parse } from 'yaml';
import { writeFlow, writeJson, writeYaml, type YamlStyle } from '../../../src/kubernetes/yaml/write-yaml';
import { readYamlDocuments } from '../../../src/kubernetes/yaml/yaml-stream';
import { codePoint } from '../../code-point';

/** Characters that no text can contain unescaped. Unpaired surrogates, which no file can contain either, have their own test. */
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/;

const BREAKS = ['\u0085', '\u2028', '\u2029', '\ufeff', '\r', '\n', '\r\n', '\u0000', '\u001b', '\u009b', '\u007f'];

const LOOKALIKES = [
  'yes',
  'NO',
  'off',
  'y',
  'null',
  '~',
  '',
  '0o7',
  '0755',
  '1_000',
  '0X1',
  '0B1',
  '0_x0',
  '-_0',
  '.inf',
  '-.INF',
  '.nan',
  '1e3',
  '1.',
  '1:30',
  '2020-01-01',
  '2020-01-01T00:00:00Z',
  '<<',
  '=',
  '---',
  '...',
  '--- a',
  '%YAML 1.2',
  '- a',
  '? a',
  ': a',
  'a: b',
  'a #b',
  '#a',
  '&a',
  '*a',
  '!a',
  '| a',
  '> a',
  '@a',
  '`a`',
  "'a'",
  '"a"',
  '{a}',
  '[a]',
  'a, b',
  '\ta',
  'a\t',
  ' a',
  'a ',
  '\\u2028',
  '__proto__',
  'constructor',
];

const piece = fc.oneof(
  fc.constantFrom(...LOOKALIKES),
  fc.constantFrom(...BREAKS),
  fc.constantFrom('  hostPID: true', 'x', '  ', '---\n'),
  fc.string({ unit: codePoint, maxLength: 6 }),
);
const text = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''));
const number = fc.oneof(
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((n) => (n === 0 ? 0 : n)),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, text, number, fc.boolean(), fc.constant(null), tie('list'), tie('map')),
  list: fc.array(tie('value'), { maxLength: 3 }),
  map: fc.dictionary(text, tie('value'), { maxKeys: 3, noNullPrototype: true }),
}));

const style: fc.Arbitrary<YamlStyle> = fc.record(
  { version: fc.constantFrom('1.1', '1.2'), indentsLists: fc.boolean() },
  { requiredKeys: [] },
);

test('any value is read back unchanged in every style, and its text has no character that readers disagree about', () => {
  fc.assert(
    fc.property(value, style, (written, how) => {
      const yaml = writeYaml(written, how);
      expect(yaml).not.toMatch(RAW);
      expect(readYamlDocuments(yaml)).toEqual([written]);
      if (how.version === '1.2') expect(parse(yaml)).toEqual(written);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test('any value is read back unchanged from one line', () => {
  fc.assert(
    fc.property(value, (written) => {
      const yaml = writeFlow(written);
      expect(yaml).not.toMatch(RAW);
      expect(yaml).not.toContain('\n');
      expect(readYamlDocuments(yaml)).toEqual([written]);
    }),
    { seed: 1, numRuns: 700 },
  );
});

test.each(['0X1', '0O7', '0B1', '0_x0', '-_0', '0_0', '+0xf', '1e3', '.5', '_', '1_0.5'])(
  'quotes %s, which some reader takes for a number',
  (text) => {
    expect(writeYaml({ a: text })).toBe(`a: "${text}"\n`);
    expect(writeFlow([text])).toBe(`["${text}"]`);
  },
);

test.each(['10.0.0.1', '1.2.3-rc', 'abc', '64Mi', '100m', 'runtime/default'])('writes %s as it is', (text) => {
  expect(writeYaml({ a: text })).toBe(`a: ${text}\n`);
  expect(writeFlow([text])).toBe(`[${text}]`);
});

test('any value is read back unchanged from JSON', () => {
  fc.assert(
    fc.property(value, fc.constantFrom(undefined, 2, '\t'), (written, indent) => {
      const json = writeJson(written, indent);
      expect(json).not.toMatch(RAW);
      expect(JSON.parse(json)).toEqual(written);
      expect(readYamlDocuments(json)).toEqual([written]);
    }),
    { seed: 1, numRuns: 1000 },
  );
});

test.each(['\u0085', '\u2028', '\u2029', '\ufeff', '\r'])(
  'escapes %j in a text, a key and a block of lines',
  (character) => {
    const escape = `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
    const shown = character === '\r' ? '\\r' : escape;
    expect(writeYaml({ a: `x${character}  hostPID: true` })).toBe(`a: "x${shown}  hostPID: true"\n`);
    expect(writeYaml({ [`a${character}b`]: 1 })).toBe(`"a${shown}b": 1\n`);
    expect(writeYaml({ a: `x\ny${character}\n` })).toBe(`a: "x\\ny${shown}\\n"\n`);
  },
);

test('escapes an unpaired surrogate, which no file can contain', () => {
  expect(writeYaml({ a: 'x\ud800y', '\udc00': 1 })).toBe('a: "x\\ud800y"\n"\\udc00": 1\n');
});

test('keeps a block of ordinary lines', () => {
  expect(writeYaml({ a: 'set -e\n\n  exit 0\n' })).toBe('a: |\n  set -e\n\n    exit 0\n');
});

test('quotes a block whose first line does not show the indentation, or with several line feeds at its end', () => {
  expect(writeYaml({ a: '\tx\ny\n', b: ' x\ny', c: 'x\ny\n\n' })).toBe(
    'a: "\\tx\\ny\\n"\nb: " x\\ny"\nc: "x\\ny\\n\\n"\n',
  );
});
