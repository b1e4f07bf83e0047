import { quote } from '../../diagnostics/input-error';

/** One piece of an AppArmor glob, as in apparmor.d(5) of AppArmor 3.0. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'choice'; readonly options: ReadonlyArray<Glob> }
  | { readonly kind: 'class'; readonly negated: boolean; readonly body: string }
  | { readonly kind: 'star' | 'globstar' | 'any' };

/** A parsed glob: its pieces in order. */
export type Glob = ReadonlyArray<Piece>;

/** A glob, or the problem of its text. `unfit` is the reason why authors are not allowed to write a glob that was read. */
export type GlobResult = { readonly glob: Glob; readonly unfit?: string } | { readonly problem: string };

const VARIABLE = /@\{([A-Za-z][A-Za-z0-9_]*)\}/y;
// starts no other piece, and ends no option
// bounded, because a longer match can exceed the stack of regular expressions
const PLAIN = /[^@\\{}[\]*?,]{1,4096}/y;
// after a backslash, the parser reads this as the number of a byte, or as a control character
const NUMBERED = /([0-3][0-7]{2}|[0-7]{1,2})|x([0-9A-Fa-f]{1,2})|d([0-9]{1,3})/y;
// further bytes of the same character
const ANOTHER = /\\(?=[0-7xd])/y;
const LAST_ASCII = 127;
const NAMED: { readonly [letter: string]: number } = { a: 7, b: 8, e: 27, f: 12, n: 10, r: 13, t: 9 };
// "[" and "]" end or nest a class, "^" cannot be escaped in one, "*", "?", "{" and "\" keep their other meaning there
const CLASS_BODY = /^-?(?:[0-9]-[0-9]|[a-z]-[a-z]|[A-Z]-[A-Z]|[A-Za-z0-9 ._~+:@#%=$&;|<>'()/,])*$/;
const RANGE = /([A-Za-z0-9])-([A-Za-z0-9])/g;
// includes characters that a screen shows as line breaks, or from right to left
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const LONE_SURROGATE = /\p{Surrogate}/u;
// the kernel's PATH_MAX
const LONGEST = 4096;
// the parser allows 49 levels after variables are replaced
const DEEPEST = 8;
export const DEEPEST_READ = 49;

/**
 * Parses a glob. The whole text is one pattern, and nothing in it can end the rule that contains it.
 *
 * @param asRead accept whatever the parser accepts, and return as `unfit` what authors are not allowed to write
 */
export function parseGlob(text: string, asRead = false): GlobResult {
  const unfit = textProblem(text);
  if (unfit !== undefined && !asRead) return { problem: unfit };
  try {
    const reader = new Reader(text, asRead, unfit);
    const glob = reader.sequence(0);
    return reader.unfit === undefined ? { glob } : { glob, unfit: reader.unfit };
  } catch (e) {
    if (e instanceof GlobError) return { problem: `${e.message} in ${quote(text)}` };
    throw e;
  }
}

/** Returns the reason why a text cannot be anywhere in a profile; undefined if it can. */
export function textProblem(text: unknown): string | undefined {
  if (typeof text !== 'string') return `must be a text, got ${quote(text)}`;
  if (text === '') return 'is empty';
  // a line break would start another rule, NUL ends the parser's string
  if (CONTROL.test(text)) return `has a control character, got ${quote(text)}: remove it`;
  if (LONE_SURROGATE.test(text)) return `has half of a surrogate pair, got ${quote(text)}: use whole characters`;
  if (Buffer.byteLength(text) > LONGEST) return `is longer than ${LONGEST} bytes, got ${quote(text)}`;
  return undefined;
}

/** Returns the glob that matches only this text. */
export function literalGlob(text: string): Glob {
  return [{ kind: 'text', text }];
}

/** Returns a glob as one word of a profile: without quotes if it can be read back safely, otherwise in double quotes. */
export function renderGlob(glob: Glob): string {
  const text = renderPieces(glob, false);
  return isBare(glob) && text !== '' ? text : `"${text}"`;
}

/** Returns a text that was read as a glob, as one word of a profile. */
export function globWord(text: string): string {
  const result = parseGlob(text, true);
  return renderGlob('glob' in result ? result.glob : literalGlob(text));
}

/** Returns a glob as one word of a list in parentheses, in which commas separate the words. */
export function renderListWord(glob: Glob): string {
  const word = renderGlob(glob);
  return word.includes(',') && !word.startsWith('"') ? `"${word}"` : word;
}

/** Returns a text that was read as a glob, as one word of a list in parentheses. */
export function globListWord(text: string): string {
  const result = parseGlob(text, true);
  return renderListWord('glob' in result ? result.glob : literalGlob(text));
}

/** Returns a glob in the notation that `parseGlob` reads. */
export function globText(glob: Glob): string {
  return renderPieces(glob, false, '\\\\');
}

const BARE_TEXT = /^[A-Za-z0-9_./~%:@-]*$/;
const BARE_CLASS = /^[A-Za-z0-9_.-]*$/;

function isBare(glob: Glob): boolean {
  return glob.every((piece) => {
    if (piece.kind === 'text') return BARE_TEXT.test(piece.text);
    if (piece.kind === 'class') return BARE_CLASS.test(piece.body);
    return piece.kind !== 'choice' || piece.options.every(isBare);
  });
}

// \134 and not \\: the parser's lexer reads a backslash before the closing quote as an escaped quote, and continues into the next rule
const BACKSLASH = '\\134';
const WRITTEN_BACKSLASH = /134/y;

function renderPieces(glob: Glob, inChoice: boolean, backslash = BACKSLASH): string {
  return glob
    .map((piece) => {
      if (piece.kind === 'text') return escapeText(piece.text, inChoice, backslash);
      if (piece.kind === 'variable') return `@{${piece.name}}`;
      if (piece.kind === 'class') return `[${piece.negated ? '^' : ''}${piece.body}]`;
      if (piece.kind === 'choice') return `{${piece.options.map((o) => renderPieces(o, true, backslash)).join(',')}}`;
      return { star: '*', globstar: '**', any: '?' }[piece.kind];
    })
    .join('');
}

function escapeText(text: string, inChoice: boolean, backslash: string): string {
  const special = inChoice ? /[\\"*?[\]{},\0-\x1f]/g : /[\\"*?[\]{}\0-\x1f]/g;
  return text.replace(special, (c) => {
    if (c === '\\') return backslash;
    return c < ' ' ? `\\${c.charCodeAt(0).toString(8).padStart(3, '0')}` : `\\${c}`;
  });
}

class GlobError extends Error {}

class Reader {
  /** Reason why authors are not allowed to write what was read. */
  public unfit: string | undefined;

  private at = 0;

  constructor(
    private readonly text: string,
    private readonly asRead: boolean,
    unfit: string | undefined,
  ) {
    this.unfit = unfit;
  }

  public sequence(depth: number): Glob {
    const pieces: Piece[] = [];
    while (this.at < this.text.length && !(depth > 0 && /[,}]/.test(this.peek()))) {
      const piece = this.piece(depth);
      const last = pieces.at(-1);
      if (piece.kind === 'text' && last?.kind === 'text')
        pieces[pieces.length - 1] = { kind: 'text', text: last.text + piece.text };
      else pieces.push(piece);
    }
    return pieces;
  }

  private peek(): string {
    return this.text[this.at] ?? '';
  }

  private match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.at;
    const match = expression.exec(this.text) ?? undefined;
    if (match !== undefined) this.at = expression.lastIndex;
    return match;
  }

  /** Records something that the parser accepts, but authors are not allowed to write. */
  private refuse(problem: string): void {
    if (!this.asRead) throw new GlobError(problem);
    this.unfit ??= `${problem} in ${quote(this.text)}`;
  }

  private piece(depth: number): Piece {
    const plain = this.match(PLAIN);
    if (plain !== undefined) return { kind: 'text', text: plain[0] };
    const variable = this.match(VARIABLE);
    if (variable?.[1] !== undefined) return { kind: 'variable', name: variable[1] };
    if (this.text.startsWith('@{', this.at))
      throw new GlobError('a variable is @{name}, and its name starts with a letter: write \\{ for a brace');
    const c = this.peek();
    this.at += 1;
    if (c === '\\') return this.escaped();
    if (c === '{') return this.choice(depth + 1);
    if (c === '[') return this.charClass();
    if (c === '}' || c === ']')
      throw new GlobError(`${c} has no opening bracket: write \\${c} for the character itself`);
    if (c === '?') return { kind: 'any' };
    if (c !== '*') return { kind: 'text', text: c };
    if (this.peek() !== '*') return { kind: 'star' };
    this.at += 1;
    return { kind: 'globstar' };
  }

  private escaped(): Piece {
    const c = this.peek();
    if (c === '') throw new GlobError('the text ends with a backslash: write \\\\ for the character itself');
    // \134 is a backslash
    if (this.match(WRITTEN_BACKSLASH) !== undefined) return { kind: 'text', text: '\\' };
    // the parser reads \n, \x41 or \101 as another character
    if (/[A-Za-z0-9]/.test(c)) {
      this.refuse(`${quote(c)} follows a backslash: only glob characters can be escaped, and \\\\ is a backslash`);
      return this.numbered();
    }
    this.at += 1;
    return { kind: 'text', text: c };
  }

  /** Reads bytes that are written as numbers, and that may together be one character. */
  private numbered(): Piece {
    const start = this.at - 1;
    const bytes = [this.byte()];
    while ((bytes.at(-1) ?? 0) > LAST_ASCII && this.match(ANOTHER) !== undefined) bytes.push(this.byte());
    try {
      return { kind: 'text', text: new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes)) };
    } catch {
      throw new GlobError(`${quote(this.text.slice(start, this.at))} is not a character in UTF-8`);
    }
  }

  private byte(): number {
    const start = this.at - 1;
    const [, octal, hexadecimal, decimal] = this.match(NUMBERED) ?? [];
    if (octal !== undefined) return this.pathByte(parseInt(octal, 8), start);
    if (hexadecimal !== undefined) return this.pathByte(parseInt(hexadecimal, 16), start);
    if (decimal !== undefined) return this.pathByte(parseInt(decimal, 10), start);
    const letter = this.peek();
    this.at += 1;
    return this.pathByte(/[xd0-9]/.test(letter) ? 0 : (NAMED[letter] ?? letter.charCodeAt(0)), start);
  }

  private pathByte(byte: number, start: number): number {
    if (byte > 0 && byte < 256) return byte;
    throw new GlobError(`${quote(this.text.slice(start, this.at))} is not a character that a path can contain`);
  }

  private choice(depth: number): Piece {
    if (depth > DEEPEST) this.refuse(`{} is nested deeper than ${DEEPEST} levels`);
    if (depth > DEEPEST_READ) throw new GlobError(`{} is nested deeper than ${DEEPEST_READ} levels`);
    const options = [this.sequence(depth)];
    while (this.peek() === ',') {
      this.at += 1;
      options.push(this.sequence(depth));
    }
    if (this.peek() !== '}') throw new GlobError('{ is not closed: write \\{ for the character itself');
    this.at += 1;
    if (options.length < 2)
      throw new GlobError('{} needs two items or more, as in {a,b}: write \\{ and \\} for the characters themselves');
    if (options.every((o) => o.length === 0)) this.refuse('{} contains only empty items');
    return { kind: 'choice', options };
  }

  private charClass(): Piece {
    const end = this.classEnd();
    if (end < 0) throw new GlobError('[ is not closed: write \\[ for the character itself');
    const inside = this.text.slice(this.at, end);
    this.at = end + 1;
    const negated = inside.startsWith('^');
    const body = negated ? inside.slice(1) : inside;
    if (body === '') throw new GlobError('[] is empty');
    const backwards = [...body.matchAll(RANGE)].some((m) => (m[1] ?? '') > (m[2] ?? ''));
    if (!CLASS_BODY.test(body) || backwards) {
      this.refuse(
        `[${inside}] is not a character class that the parser reads as written: use letters, digits, ascending ranges and . _ ~ + : / , with - first, and {a,b} for other characters`,
      );
    }
    return { kind: 'class', negated, body };
  }

  private classEnd(): number {
    let end = this.text.indexOf(']', this.at);
    while (this.asRead && end > 0 && this.text[end - 1] === '\\') end = this.text.indexOf(']', end + 1);
    return end;
  }
}
