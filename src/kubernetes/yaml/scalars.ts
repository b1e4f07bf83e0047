import { Cursor, isBlank, isBlankOrBreak, isBreak, SPACE, TAB } from './cursor';
import { YamlError } from './yaml-error';

/** Result of reading a scalar. */
export interface Scalar {
  readonly value: string;
  /** Offset after its last character. */
  readonly end: number;
  /** True if the cursor has passed a line break after it. */
  readonly isBeforeBreak: boolean;
}

/** Breaks and blanks between two words. They become a space or line feeds, or stay as they are. */
class Gap {
  private blanks = '';
  private breaks = 0;

  /** Moves the cursor over blanks and breaks. */
  public skip(cursor: Cursor, onTab?: () => void): void {
    for (let { code } = cursor; isBlankOrBreak(code); { code } = cursor) {
      if (isBreak(code)) {
        cursor.skipBreak();
        this.breaks += 1;
        continue;
      }
      if (this.breaks === 0) {
        const from = cursor.at;
        cursor.skipBlanks();
        this.blanks += cursor.text.slice(from, cursor.at);
      } else {
        if (code === TAB) onTab?.();
        cursor.at += 1;
      }
    }
  }

  public get hasBreak(): boolean {
    return this.breaks > 0;
  }

  /** Returns the text that the gap becomes in the value, and empties the gap. */
  public take(): string {
    const folded = this.breaks === 0 ? this.blanks : this.breaks === 1 ? ' ' : '\n'.repeat(this.breaks - 1);
    this.blanks = '';
    this.breaks = 0;
    return folded;
  }
}

const COLON = 0x3a;
const FLOW_INDICATORS = new Set([...',?[]{}'].map((c) => c.charCodeAt(0)));

/**
 * Reads a scalar without quotes.
 *
 * @param indent minimum column of a line of the scalar, outside flow collections
 */
export function readPlainScalar(cursor: Cursor, indent: number, inFlow: boolean): Scalar {
  const start = cursor.at;
  const gap = new Gap();
  let value = '';
  let end = start;
  for (;;) {
    if (cursor.isAtDocumentMark || cursor.code === 0x23) break;
    const from = cursor.at;
    skipPlainWord(cursor, inFlow);
    end = cursor.at > from ? cursor.at : end;
    if (cursor.at > from) value += gap.take() + cursor.text.slice(from, cursor.at);
    if (!isBlankOrBreak(cursor.code)) break;
    gap.skip(cursor, () => {
      if (cursor.column < indent)
        throw new YamlError('a tab indents the next line of this text: indent with spaces', start);
    });
    if (!inFlow && cursor.column < indent) break;
  }
  return { value, end, isBeforeBreak: gap.hasBreak };
}

/** Skips characters up to a blank or the end of the scalar. */
function skipPlainWord(cursor: Cursor, inFlow: boolean): void {
  const { text, end } = cursor;
  let { at } = cursor;
  for (; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (isBlankOrBreak(code)) break;
    if (code === COLON && cursor.isBlankAt(at + 1)) break;
    if (inFlow && FLOW_INDICATORS.has(code)) break;
  }
  cursor.at = at;
}

const SINGLE_QUOTE = 0x27;
const DOUBLE_QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Reads a quoted scalar. The cursor is at its first quote. */
export function readQuotedScalar(cursor: Cursor): string {
  const start = cursor.at;
  const quote = cursor.code;
  cursor.at += 1;
  const gap = new Gap();
  let value = '';
  for (;;) {
    if (cursor.isAtDocumentMark)
      throw new YamlError('a document mark is inside a text in quotes: indent the line or close the quotes', cursor.at);
    if (cursor.isAtEnd) throw new YamlError('a text in quotes is not closed: add the closing quote', start);
    let isJoined = false;
    for (let { code } = cursor; !isBlankOrBreak(code) && !cursor.isAtEnd; { code } = cursor) {
      if (code === SINGLE_QUOTE && quote === code && cursor.text.charCodeAt(cursor.at + 1) === code) {
        value += "'";
        cursor.at += 2;
      } else if (code === quote) {
        break;
      } else if (code === BACKSLASH && quote === DOUBLE_QUOTE) {
        if (isBreak(cursor.text.charCodeAt(cursor.at + 1))) {
          cursor.at += 1;
          cursor.skipBreak();
          isJoined = true;
          break;
        }
        value += readEscape(cursor);
      } else {
        const from = cursor.at;
        skipQuotedWord(cursor, quote);
        value += cursor.text.slice(from, cursor.at);
      }
    }
    if (cursor.code === quote) break;
    if (isJoined) {
      value += readBreaks(cursor);
    } else {
      gap.skip(cursor);
      value += gap.take();
    }
  }
  cursor.at += 1;
  return value;
}

/** Reads blanks and breaks after an escaped break: blanks are dropped, and every break becomes a line feed. */
function readBreaks(cursor: Cursor): string {
  let breaks = 0;
  for (let { code } = cursor; isBlankOrBreak(code); { code } = cursor) {
    if (isBreak(code)) {
      cursor.skipBreak();
      breaks += 1;
    } else {
      cursor.at += 1;
    }
  }
  return '\n'.repeat(breaks);
}

function skipQuotedWord(cursor: Cursor, quote: number): void {
  const { text, end } = cursor;
  let { at } = cursor;
  for (; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code === quote || code === BACKSLASH || isBlankOrBreak(code)) break;
  }
  // a backslash in single quotes is an ordinary character
  cursor.at = at === cursor.at ? at + 1 : at;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  ' ': ' ',
  '"': '"',
  "'": "'",
  '\\': '\\',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
};

const HEXADECIMAL: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function readEscape(cursor: Cursor): string {
  const { text, at } = cursor;
  const name = text[at + 1] ?? '';
  const simple = ESCAPES[name];
  cursor.at += 2;
  if (simple !== undefined) return simple;
  const length = HEXADECIMAL[name];
  if (length === undefined)
    throw new YamlError(`\\${name} is not an escape that kubectl knows: write the character itself`, at);
  const digits = text.slice(cursor.at, cursor.at + length);
  if (digits.length < length || !/^[0-9a-fA-F]+$/.test(digits))
    throw new YamlError(`\\${name} needs ${length} hexadecimal digits`, at);
  const value = parseInt(digits, 16);
  if ((value >= 0xd800 && value <= 0xdfff) || value > 0x10ffff)
    throw new YamlError(
      `\\${name}${digits} is an unpaired surrogate, which kubectl rejects: write the character itself or \\U and its 8 digits`,
      at,
    );
  cursor.at += length;
  return String.fromCodePoint(value);
}

/** Header of a block scalar. */
interface BlockHeader {
  readonly keep: boolean;
  readonly strip: boolean;
  readonly indent: number;
}

const BLOCK_HEADER = /[|>](?:([-+])([1-9])?|([1-9])([-+])?)?[ \t]*(?=[#\r\n])/y;

/**
 * Reads a literal or folded scalar. The cursor is at its indicator.
 *
 * @param parent indentation of the collection that contains the scalar; -1 at the top
 */
export function readBlockScalar(cursor: Cursor, parent: number): string {
  const isLiteral = cursor.code === 0x7c;
  const header = readBlockHeader(cursor);
  let indent = header.indent === 0 ? 0 : Math.max(parent, 0) + header.indent;
  let value = '';
  let lineBreak = '';
  let { breaks, found } = skipEmptyLines(cursor, indent);
  indent = indent === 0 ? Math.max(found, parent + 1, 1) : indent;
  let followsBlank = false;
  while (cursor.column === indent && !cursor.isAtEnd) {
    const startsBlank = isBlank(cursor.code);
    const isFolded = !isLiteral && lineBreak !== '' && !followsBlank && !startsBlank;
    value += isFolded ? (breaks === 0 ? ' ' : '') : lineBreak;
    value += '\n'.repeat(breaks);
    followsBlank = startsBlank;
    const from = cursor.at;
    cursor.skipToBreak();
    value += cursor.text.slice(from, cursor.at);
    lineBreak = cursor.isAtEnd ? '' : '\n';
    if (!cursor.isAtEnd) cursor.skipBreak();
    ({ breaks, found } = skipEmptyLines(cursor, indent));
  }
  if (!header.strip) value += lineBreak;
  return header.keep ? value + '\n'.repeat(breaks) : value;
}

function readBlockHeader(cursor: Cursor): BlockHeader {
  BLOCK_HEADER.lastIndex = cursor.at;
  const header = BLOCK_HEADER.exec(cursor.text);
  if (!header) throw new YamlError('the header of a block text can have only -, +, a digit and a comment', cursor.at);
  cursor.at += header[0].length;
  if (!cursor.isAtEnd) {
    cursor.skipToBreak();
    if (!cursor.isAtEnd) cursor.skipBreak();
  }
  const chomping = header[1] ?? header[4];
  return { keep: chomping === '+', strip: chomping === '-', indent: Number(header[2] ?? header[3] ?? 0) };
}

/** Skips empty lines, and the indentation of the next line as far as it is known. */
function skipEmptyLines(cursor: Cursor, indent: number): { breaks: number; found: number } {
  let breaks = 0;
  let found = 0;
  for (;;) {
    while ((indent === 0 || cursor.column < indent) && cursor.code === SPACE) cursor.at += 1;
    found = Math.max(found, cursor.column);
    if ((indent === 0 || cursor.column < indent) && cursor.code === TAB)
      throw new YamlError('a tab indents a line of a block text: indent with spaces', cursor.at);
    if (!cursor.isAtBreak) return { breaks, found };
    cursor.skipBreak();
    breaks += 1;
  }
}
