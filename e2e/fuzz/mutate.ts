import type { Random } from './random';

/** Characters and words with a special meaning for readers. */
const SPECIAL = [
  ...'\0\t\n\r "\'#,:;{}[]()<>*?^@$&|\\/=+-.0é',
  '\u0085',
  '\u2028',
  '\ufeff',
  '\ud800',
  '\u{1f600}',
  '../',
  '__proto__',
  'constructor',
  'toString',
  '1e999',
  '18446744073709551616',
];

/** Returns a text with a few edits: parts are removed, doubled, swapped or replaced. */
export function mutate(text: string, random: Random, words: ReadonlyArray<string> = []): string {
  let result = text;
  for (let edits = 1 + random.below(6); edits > 0; edits -= 1) result = edited(result, random, words);
  return result;
}

function edited(text: string, random: Random, words: ReadonlyArray<string>): string {
  const from = random.below(text.length + 1);
  const to = Math.min(text.length, from + 1 + random.below(random.chance(0.8) ? 8 : 200));
  const [before, part, after] = [text.slice(0, from), text.slice(from, to), text.slice(to)];
  switch (random.below(6)) {
    case 0:
      return before + after;
    case 1:
      return before + part + part + after;
    case 2:
      return before + random.pick(SPECIAL) + after;
    case 3:
      return before + random.pick(words.length === 0 ? SPECIAL : words) + part + after;
    case 4: {
      const other = random.below(text.length + 1);
      return before + text.slice(other, other + (to - from)) + after;
    }
    default:
      return before + part.repeat(1 + random.below(50)) + after;
  }
}
