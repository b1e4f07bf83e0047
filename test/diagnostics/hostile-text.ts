import * as fc from 'fast-check';
import { codePoint } from '../code-point';

/** Characters that no report and no message contains, as an explicit list. A line feed ends the report's own lines. */
export const RAW =
  /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ue000-\uf8ff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff]|\p{Surrogate}|\p{Cf}|[\u{e0000}-\u{e0fff}]/u;

/** True if the runner of GitHub Actions, of Azure Pipelines or of TeamCity reads a line as a command. */
export function readsCommand(line: string): boolean {
  return line.trimStart().startsWith('::') || /##([A-Za-z]*)\[/.test(line);
}

const PIECES = [
  '\n',
  '\r\n',
  '\n::error::owned\n',
  '::warning file=a,line=1::owned',
  '##[error]owned',
  '##vso[task.setvariable variable=a]b',
  '\u001b[2J\u001b[1;31m',
  '\u001b]0;title\u0007',
  '\u0085',
  '\u2028',
  '\u2029',
  '\u202e',
  '\u2066',
  '\u200b',
  '\ufeff',
  '\ud800',
  '\u{e0041}',
  '\0',
  '\t',
  ' ',
  '|',
  '`',
  '\\',
  "'",
  '"',
  '<script>alert(1)</script>',
  '<!--',
  ']]>',
  '&amp;',
  '&#0;',
  '[a](javascript:b)',
  '![a](b)',
  '@everyone',
  '</details>',
  '%0a',
  '$(touch owned)',
  'web',
  'Größe',
  '网关',
  'بوابة',
  '🚀',
];

/** Text that unsafe output does not escape, and any other text. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.string({ unit: codePoint, maxLength: 30 }),
);
