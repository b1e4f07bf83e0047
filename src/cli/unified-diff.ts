import { diffLines } from 'diff';
import type { HardenedDocument } from '../hardening/harden-yaml';
import { printableLine } from '../diagnostics/printable';
import { countOf } from '../report/content';

/** Options of a diff. */
export interface UnifiedDiffOptions {
  readonly from: string;
  readonly to: string;
  /** True if a terminal shows the diff. Carriage returns before line feeds are then omitted. */
  readonly isTerminal: boolean;
  /** True if the terminal shows colors. */
  readonly isColoured: boolean;
}

/** Lines of context around a change, as in `diff -u`. */
const CONTEXT = 3;

/** Largest number of different lines in one document. The time to find them grows with its square. */
const MOST_CHANGES = 2_000;

type Mark = ' ' | '-' | '+';

interface Line {
  readonly mark: Mark;
  readonly text: string;
}

/** Returns the changes of a file in the unified format that `patch` reads. Empty if there are none. */
export function unifiedDiff(
  documents: ReadonlyArray<HardenedDocument>,
  { from, to, isTerminal, isColoured }: UnifiedDiffOptions,
): string {
  const lines: Line[] = [];
  for (const document of documents) {
    const changed = linesOf(document);
    if (changed === undefined)
      return `${from}: more than ${countOf(MOST_CHANGES, 'line')} of a document differ: not shown\n`;
    for (const line of changed) lines.push(line);
  }
  const hunks = hunksOf(lines);
  if (hunks.length === 0) return '';
  const paint = (text: string, style: Style): string => {
    const shown = shownText(text, isTerminal);
    return isColoured ? `\u001b[${STYLES[style]}m${shown.slice(0, -1)}\u001b[0m\n` : shown;
  };
  return [
    paint(`--- ${from}\n`, 'bold'),
    paint(`+++ ${to}\n`, 'bold'),
    ...hunks.map((hunk) => hunkText(hunk, paint)),
  ].join('');
}

function linesOf({ before, after }: HardenedDocument): Line[] | undefined {
  return (
    withAdditions(linesIn(before), linesIn(after)) ??
    diffLines(before, after, { maxEditLength: MOST_CHANGES })?.flatMap(({ value, added, removed }) =>
      linesIn(value).map((text): Line => ({ mark: added ? '+' : removed ? '-' : ' ', text })),
    )
  );
}

/** Finds added lines in one pass. Undefined if lines were also removed, which hardening seldom does. */
function withAdditions(before: ReadonlyArray<string>, after: ReadonlyArray<string>): Line[] | undefined {
  let kept = 0;
  const lines = after.map((text): Line => {
    if (text !== before[kept]) return { mark: '+', text };
    kept += 1;
    return { mark: ' ', text };
  });
  return kept === before.length ? lines : undefined;
}

function linesIn(text: string): string[] {
  return text.split(/(?<=\n)/).filter((line) => line !== '');
}

interface Hunk {
  readonly lines: ReadonlyArray<Line>;
  /** Number of lines before the hunk on each side. */
  readonly before: Readonly<Record<'-' | '+', number>>;
}

/** Returns the changes with their context. Changes whose context overlaps are one hunk. */
function hunksOf(lines: ReadonlyArray<Line>): Hunk[] {
  const ranges: { from: number; to: number }[] = [];
  for (const [i, { mark }] of lines.entries()) {
    if (mark === ' ') continue;
    const last = ranges.at(-1);
    if (last && i - CONTEXT <= last.to) last.to = i + CONTEXT + 1;
    else ranges.push({ from: Math.max(0, i - CONTEXT), to: i + CONTEXT + 1 });
  }
  const counts = { '-': 0, '+': 0 };
  let at = 0;
  return ranges.map(({ from, to }) => {
    const before = { ...counted(lines.slice(at, from), counts) };
    const own = lines.slice(from, to);
    counted(own, counts);
    at = to;
    return { lines: own, before };
  });
}

function counted(lines: ReadonlyArray<Line>, counts: Record<'-' | '+', number>): Record<'-' | '+', number> {
  for (const { mark } of lines) {
    if (mark !== '+') counts['-'] += 1;
    if (mark !== '-') counts['+'] += 1;
  }
  return counts;
}

type Style = 'bold' | 'hunk' | Mark;

const STYLES: Readonly<Record<Style, string>> = { bold: '1', hunk: '36', ' ': '0', '-': '31', '+': '32' };

/** Returns a line that is safe for terminals and CI logs. Ordinary text does not change, so that `patch` can read it. */
function shownText(line: string, isTerminal: boolean): string {
  const [end = ''] = /\r?\n$/.exec(line) ?? [];
  const shown = line
    .slice(0, line.length - end.length)
    .split('\t')
    .map(printableLine)
    .join('\t');
  return `${shown}${isTerminal ? '\n' : end}`;
}

function hunkText({ lines, before }: Hunk, paint: (text: string, style: Style) => string): string {
  const size = counted(lines, { '-': 0, '+': 0 });
  const range = (side: '-' | '+'): string => {
    // for an empty side, diff gives the line before it
    const start = size[side] === 0 ? before[side] : before[side] + 1;
    return `${side}${start}${size[side] === 1 ? '' : `,${size[side]}`}`;
  };
  const body = lines.map(({ mark, text }) =>
    text.endsWith('\n') ? paint(mark + text, mark) : `${paint(`${mark}${text}\n`, mark)}\\ No newline at end of file\n`,
  );
  return [paint(`@@ ${range('-')} ${range('+')} @@\n`, 'hunk'), ...body].join('');
}
