import { YamlError } from './yaml-error';

/** Part of a stream that is one document. */
export interface Chunk {
  /** Start and end of its lines in the stream, without the line of its mark. */
  readonly start: number;
  readonly end: number;
  /** Start of the text after the dashes of its mark: a comment, then the document. */
  readonly body: number;
  /** Start of its mark, or of the comments above the first mark. */
  readonly from: number;
  /** Error of the mark before it. */
  readonly error?: YamlError;
}

/** Mark that kubectl accepts: dashes, then optional white space and an optional comment. */
const MARK = /---(?:[ \t]+(?:#[^\n]*)?)?\r?\n/y;

/**
 * Splits a stream as kubectl does: at each line that begins with three dashes. The text before the first mark is a document
 * only if it has more than comments and empty lines.
 */
export function* chunksOf(text: string, from: number): Generator<Chunk> {
  let start = from;
  let body = from;
  let checked = from;
  let error: YamlError | undefined;
  let isFirst = true;
  for (let mark = text.startsWith('---', from) ? from : nextMark(text, from); ; mark = nextMark(text, start)) {
    const end = mark < 0 ? text.length : mark;
    if (!(isFirst && mark >= 0 && isPrelude(text, start, end))) {
      yield { start, end, body, from: checked, error };
      checked = end;
    }
    if (mark < 0) return;
    isFirst = false;
    error = markError(text, mark);
    body = mark + 3;
    start = endOfLine(text, mark);
  }
}

function nextMark(text: string, from: number): number {
  // a mark can directly follow another one
  if (text.startsWith('---', from) && text[from - 1] === '\n') return from;
  const found = text.indexOf('\n---', from);
  return found < 0 ? -1 : found + 1;
}

function endOfLine(text: string, at: number): number {
  const feed = text.indexOf('\n', at);
  return feed < 0 ? text.length : feed + 1;
}

function markError(text: string, at: number): YamlError | undefined {
  MARK.lastIndex = at;
  if (MARK.test(text)) return undefined;
  return new YamlError(
    'the line of the three dashes has other content, which kubectl rejects: begin the document on the next line, and put a space before a comment',
    at + 3,
  );
}

/** Empty line or comment. */
const EMPTY_LINE = / *(?:#[^\n]*|\r)?(?:\n|$)/y;

function isPrelude(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at = endOfLine(text, at)) {
    EMPTY_LINE.lastIndex = at;
    if (!EMPTY_LINE.test(text)) return false;
  }
  return true;
}
