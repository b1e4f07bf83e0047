import * as fc from 'fast-check';

/** Any character, for `fc.string({ unit })`. The units of fast-check first list all of Unicode, which takes a second. */
export const codePoint: fc.Arbitrary<string> = fc
  .nat({ max: 0x10ffff - 0x800 })
  .map((index) => String.fromCodePoint(index < 0xd800 ? index : index + 0x800));

/** Any letter, mark, number, symbol, punctuation or space. */
export const printedCodePoint = codePoint.filter((text) => /[\p{L}\p{M}\p{N}\p{P}\p{S} ]/u.test(text));
