import * as fc from 'fast-check';
import { isPrintable, printable, printableJson, printableLine, printableLines } from '../../src/diagnostics/printable';
import { hostileText, RAW, readsCommand } from './hostile-text';

describe('foreign text within a line', () => {
  test.each<[string, string, string]>([
    ['controls', 'a\0\b\t\n\r\u001b[2J\u007f', 'a\\u0000\\u0008\\u0009\\u000a\\u000d\\u001b[2J\\u007f'],
    ['controls of eight bits, next line among them', '\u0080\u0085\u009b31m', '\\u0080\\u0085\\u009b31m'],
    [
      'bidirectional controls',
      '\u061c\u200e\u200f\u202a\u202e\u2066\u2069',
      '\\u061c\\u200e\\u200f\\u202a\\u202e\\u2066\\u2069',
    ],
    ['line and paragraph separators', '\u2028\u2029', '\\u2028\\u2029'],
    [
      'zero-width characters and marks of byte order',
      '\u200b\u200c\u200d\u2060\ufeff',
      '\\u200b\\u200c\\u200d\\u2060\\ufeff',
    ],
    ['soft hyphens, fillers and variation selectors', '\u00ad\u115f\u3164\ufe0f', '\\u00ad\\u115f\\u3164\\ufe0f'],
    ['tags, by both of their code units', '\u{e0041}', '\\udb40\\udc41'],
    ['half of a surrogate pair', 'a\ud83d', 'a\\ud83d'],
    ['private use and noncharacters', '\ue000\ufffe\u{1ffff}', '\\ue000\\ufffe\\ud83f\\udfff'],
  ])('escapes %s', (_what, text, shown) => {
    expect(printable(text)).toBe(shown);
  });

  test.each([
    'plain text, "quotes", \\u0041 and <tags>',
    'Größe',
    '网关七',
    'بوابة',
    'შლუზი',
    'e\u0301',
    '🚀',
    '::1',
    '',
  ])('keeps %p', (text) => expect(printable(text)).toBe(text));

  test('is printable', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(printable(text)).not.toMatch(RAW);
        expect(printable(text)).not.toContain('\n');
        const line = text.replaceAll('\n', '');
        expect(isPrintable(text)).toBe(printable(line) === line);
      }),
    );
  });
});

describe('foreign text as a line', () => {
  test.each([
    ['of GitHub', '::error::x', '\\u003a:error::x'],
    ['of GitHub after white space', '\u00a0 ::error file=a::x', '\u00a0 \\u003a:error file=a::x'],
    ['of GitHub within the line', 'web ##[error]x', 'web \\u0023#[error]x'],
    ['of GitHub on the next line', 'line\n::error::x', 'line\\u000a::error::x'],
    ['of Azure Pipelines', '###vso[task.setvariable variable=a]b', '#\\u0023#vso[task.setvariable variable=a]b'],
    ['of TeamCity', '##teamcity[message]', '\\u0023#teamcity[message]'],
  ])('is not a command %s', (_what, text, shown) => {
    expect(printableLine(text)).toBe(shown);
  });

  test.each(['std::vector', '# heading', '## heading [link]', 'a: b'])('keeps %p', (text) => {
    expect(printableLine(text)).toBe(text);
  });

  test('is never a command, and is its own printable form', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const line = printableLine(text);
        expect(readsCommand(line)).toBe(false);
        expect(printableLine(line)).toBe(line);
      }),
    );
  });
});

test('lines keep their line feeds, and each line is printable', () => {
  expect(printableLines('a\n  ::error::b\u2028\n\tc\n')).toBe('a\n  \\u003a:error::b\\u2028\n\\u0009c\n');
});

describe('a value as JSON', () => {
  test('is read back without changes, and its text is printable', () => {
    fc.assert(
      fc.property(fc.dictionary(hostileText, hostileText), fc.constantFrom(undefined, 2), (value, indent) => {
        const text = printableJson(value, indent);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(text).not.toMatch(RAW);
        expect(text.split('\n').some(readsCommand)).toBe(false);
      }),
    );
  });

  test('has the form of JSON.stringify if all characters are ordinary', () => {
    const value = { name: 'web', list: [1, null, '网关'] };
    expect(printableJson(value, 2)).toBe(JSON.stringify(value, null, 2));
  });
});
