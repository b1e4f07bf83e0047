import type { Random } from './random';
import { SEEDS } from './seeds';
import { BREAKS, CHARACTERS, LINES, SCALARS, TAGS } from './vocabulary';

/** Returns a text that is almost a manifest. */
export function randomText(random: Random): string {
  const kind = random.below(10);
  if (kind < 4) return changed(random.pick(SEEDS), random, 1 + random.below(4));
  if (kind < 7) return changed(block(random, 0, 3), random, random.below(4));
  if (kind < 8) return changed(json(random), random, random.below(3));
  return lines(random);
}

/** Returns consecutive lines with an indentation. */
function lines(random: Random): string {
  const count = 1 + random.below(6);
  let text = random.chance(0.1) ? '\ufeff' : '';
  for (let i = 0; i < count; i += 1)
    text += `${random.chance(0.3) ? '  ' : ''}${random.pick(LINES)}${random.chance(0.9) ? '\n' : random.pick(BREAKS)}`;
  return text;
}

/** Returns a mapping in block style. */
function block(random: Random, indent: number, depth: number): string {
  const count = 1 + random.below(4);
  let text = '';
  for (let i = 0; i < count; i += 1) {
    const isItem = indent > 0 && random.chance(0.1);
    text += `${' '.repeat(indent)}${isItem ? '- ' : ''}${key(random)}:`;
    text += random.chance(0.3) && depth > 0 ? `\n${nested(random, indent, depth)}` : ` ${scalar(random)}\n`;
  }
  return text;
}

function nested(random: Random, indent: number, depth: number): string {
  if (random.chance(0.6)) return block(random, indent + 1 + random.below(3), depth - 1);
  const at = indent + random.below(3);
  const count = 1 + random.below(3);
  return Array.from({ length: count }, () => `${' '.repeat(at)}- ${scalar(random)}\n`).join('');
}

function key(random: Random): string {
  if (random.chance(0.6)) return random.pick(['a', 'b', 'c', 'kind', 'spec', 'items', 'hostNetwork', 'metadata']);
  return random.chance(0.4) ? '<<' : random.pick(SCALARS);
}

function scalar(random: Random): string {
  const prefix = random.chance(0.1) ? random.pick(TAGS) : random.chance(0.1) ? random.pick(['&x ', '&y ']) : '';
  const suffix = random.chance(0.1) ? ' # c' : '';
  if (random.chance(0.15)) return `${random.pick(['*x', '*y'])}${suffix}`;
  if (random.chance(0.2)) return `${prefix}${flow(random, 2)}${suffix}`;
  return `${prefix}${random.pick(SCALARS)}${suffix}`;
}

function flow(random: Random, depth: number): string {
  const separator = (): string => random.pick([', ', ',', ' , ', ',\n ', ', # c\n ']);
  const inner = (): string => (depth > 0 && random.chance(0.3) ? flow(random, depth - 1) : random.pick(SCALARS));
  const parts = Array.from({ length: random.below(4) }, inner);
  if (random.chance(0.5)) return `[${parts.join(separator())}]`;
  return `{${parts.map((part) => `${key(random)}${random.pick([': ', ':', ' : ', ' '])}${part}`).join(separator())}}`;
}

const NUMBERS = ['0', '-0', '1.0', '1e3', '1E400', '-1', '01', '9007199254740993', '1e-400', '+1', '.5', '1.'];
const STRINGS = [
  '""',
  '"a"',
  '"\\u2028"',
  '"\u2028"',
  '"\x85"',
  '"\\ud800"',
  '"\\ud83d\\ude00"',
  '"\\/"',
  '"\\u0000"',
  '"\t"',
  '"\x7f"',
  '"a\nb"',
];

function json(random: Random): string {
  const count = random.chance(0.7) ? 1 : 1 + random.below(3);
  const between = (): string =>
    random.pick(['', '\n', ' ', '\n---\n', '---\n', '\n# c\n', '\n\n', ',', '\u2028', '\ufeff']);
  let text = random.chance(0.2) ? random.pick(['\n', ' ', '\ufeff', '\t', '# c\n', '---\n', '\x85', '\u00a0']) : '';
  for (let i = 0; i < count; i += 1)
    text += `${object(random, 2)}${i + 1 < count || random.chance(0.2) ? between() : ''}`;
  return text;
}

function object(random: Random, depth: number): string {
  const space = random.pick(['', ' ', '\n  ']);
  const keys = ['"a"', '"b"', '"kind"', '"items"', '"apiVersion"', '"A"', '"__proto__"'];
  const pairs = Array.from(
    { length: random.below(4) },
    () => `${random.pick(keys)}:${space}${jsonValue(random, depth)}`,
  );
  return `{${space}${pairs.join(`,${space}`)}${space}}`;
}

function jsonValue(random: Random, depth: number): string {
  if (depth > 0 && random.chance(0.2)) return object(random, depth - 1);
  if (depth > 0 && random.chance(0.2))
    return `[${[jsonValue(random, depth - 1), object(random, depth - 1)].join(',')}]`;
  return random.pick(random.chance(0.5) ? STRINGS : [...NUMBERS, 'true', 'false', 'null', 'nul', 'NaN']);
}

function changed(text: string, random: Random, times: number): string {
  for (let i = 0; i < times; i += 1) text = random.pick(CHANGES)(text, random);
  return text;
}

type Change = (text: string, random: Random) => string;

const CHANGES: ReadonlyArray<Change> = [
  (text, random) => inserted(text, somewhere(text, random), random.pick(CHARACTERS)),
  (text, random) => inserted(text, somewhere(text, random), random.pick(CHARACTERS)),
  (text, random) =>
    inserted(
      text,
      somewhere(text, random),
      random.pick(CHARACTERS) + random.pick(['  ', '    ', 'a: 1', 'hostPID: true']),
    ),
  (text, random) => replacedAt(text, text.indexOf('\n', random.below(text.length + 1)), 1, random.pick(BREAKS)),
  (text, random) => replacedAt(text, random.below(text.length + 1), 1 + random.below(3), ''),
  (text, random) => inserted(text, lineStart(text, random), `${' '.repeat(random.below(7))}${random.pick(LINES)}\n`),
  (text, random) => inserted(text, lineStart(text, random), random.pick(LINES)),
  (text, random) => inserted(text, lineEnd(text, random), ` # c${random.pick(CHARACTERS)}  ${random.pick(LINES)}`),
  (text, random) => inserted(text, lineEnd(text, random), random.pick(CHARACTERS)),
  (text, random) =>
    inserted(
      text,
      afterIndent(text, random),
      random.pick([' ', '  ', '\t', '- ', '? ', '&x ', '!!str ', '# ', '"', "'", '\ufeff']),
    ),
  (text, random) => withValue(text, random, random.pick(SCALARS)),
  (text, random) => withValue(text, random, random.pick(SCALARS)),
  (text, random) => withValue(text, random, flow(random, 2)),
  (text, random) => withValue(text, random, `${random.pick(TAGS)}${random.pick(SCALARS)}`),
  (text, random) => withKey(text, random, key(random)),
  duplicatedLine,
  (text, random) => text.replace(/\n/g, random.pick(BREAKS)),
  (text, random) => text.slice(0, random.below(text.length + 1)),
  (text, random) => `${text}${random.pick(LINES)}\n${random.pick(SEEDS)}`,
];

function inserted(text: string, at: number, what: string): string {
  return text.slice(0, at) + what + text.slice(at);
}

function replacedAt(text: string, at: number, length: number, what: string): string {
  return at < 0 ? text : text.slice(0, at) + what + text.slice(at + length);
}

function somewhere(text: string, random: Random): number {
  return random.below(text.length + 1);
}

function lineStart(text: string, random: Random): number {
  return text.lastIndexOf('\n', somewhere(text, random) - 1) + 1;
}

function lineEnd(text: string, random: Random): number {
  const feed = text.indexOf('\n', somewhere(text, random));
  return feed < 0 ? text.length : feed;
}

function afterIndent(text: string, random: Random): number {
  const start = lineStart(text, random);
  return start + (/^ */.exec(text.slice(start))?.[0].length ?? 0);
}

function withValue(text: string, random: Random, value: string): string {
  const found = [...text.matchAll(/: (?=[^\n]*\S)[^\n]*/g)];
  if (found.length === 0) return text;
  const { index, 0: old } = random.pick(found);
  return replacedAt(text, index, old.length, `: ${value}`);
}

function withKey(text: string, random: Random, name: string): string {
  const found = [...text.matchAll(/[\w.-]+(?=:(?:\s|$))/g)];
  if (found.length === 0) return text;
  const { index, 0: old } = random.pick(found);
  return replacedAt(text, index, old.length, name);
}

function duplicatedLine(text: string, random: Random): string {
  const all = text.split('\n');
  all.splice(random.below(all.length + 1), 0, random.pick(all));
  return all.join('\n');
}
