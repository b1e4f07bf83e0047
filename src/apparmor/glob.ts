import { quote } from '../input-error';

/** One piece of an AppArmor glob, as apparmor.d(5) of 3.0 names them. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'choice'; readonly options: ReadonlyArray<Glob> }
  | { readonly kind: 'class'; readonly negated: boolean; readonly body: string }
  | { readonly kind: 'star' | 'globstar' | 'any' };

/** A parsed glob: pieces in their order. */
export type Glob = ReadonlyArray<Piece>;

/** A glob, or what is wrong with it in the author's words. */
export type GlobResult = { readonly glob: Glob } | { readonly problem: string };

const VARIABLE = /^@\{([A-Za-z][A-Za-z0-9_]*)\}/;
// "[" and "]" end or nest a class, "^" cannot be escaped in one, "*", "?", "{" and "\" keep their other meaning there
const CLASS_BODY = /^-?(?:[0-9]-[0-9]|[a-z]-[a-z]|[A-Z]-[A-Z]|[A-Za-z0-9 ._~+:@#%=$&;|<>'()/,])*$/;
const RANGE = /([A-Za-z0-9])-([A-Za-z0-9])/g;
// also what a reader's screen takes for a line break, or lets run backwards
const CONTROL = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const LONE_SURROGATE = /\p{Surrogate}/u;
// the kernel's PATH_MAX
const LONGEST = 4096;
// the parser allows 49 levels after variables are replaced
const DEEPEST = 8;

/** Reads a glob; the whole text is one pattern, and nothing in it can end the rule that holds it. */
export function parseGlob(text: string): GlobResult {
  const unfit = textProblem(text);
  if (unfit !== undefined) return { problem: unfit };
  try {
    const reader = new Reader(text);
    return { glob: reader.sequence(0) };
  } catch (e) {
    if (e instanceof GlobError) return { problem: `${e.message} in ${quote(text)}` };
    throw e;
  }
}

/** What makes a text unfit for any place in a profile. */
export function textProblem(text: unknown): string | undefined {
  if (typeof text !== 'string') return `must be a text, got ${quote(text)}`;
  if (text === '') return 'is empty';
  // a line break would start another rule, NUL ends the parser's string
  if (CONTROL.test(text)) return `has a control character, got ${quote(text)}: leave it out`;
  if (LONE_SURROGATE.test(text)) return `has half of a surrogate pair, got ${quote(text)}: give whole characters`;
  if (Buffer.byteLength(text) > LONGEST) return `is longer than ${LONGEST} bytes, got ${quote(text)}`;
  return undefined;
}

/** The glob that matches this text and nothing else. */
export function literalGlob(text: string): Glob {
  return [{ kind: 'text', text }];
}

/** A glob as one word of a profile: bare where that is safe to read back, else in double quotes. */
export function renderGlob(glob: Glob): string {
  const text = renderPieces(glob, false);
  return isBare(glob) ? text : `"${text}"`;
}

/** A glob as one word of a list in parentheses, where a comma parts the words. */
export function renderListWord(glob: Glob): string {
  const word = renderGlob(glob);
  return word.includes(',') && !word.startsWith('"') ? `"${word}"` : word;
}

/** A glob in the notation that `parseGlob` reads. */
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

// \134 and not \\: the parser's lexer reads a backslash before the closing quote as an escaped quote, and runs on into the next rule
const BACKSLASH = '\\134';

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
  const special = inChoice ? /[\\"*?[\]{},]/g : /[\\"*?[\]{}]/g;
  return text.replace(special, (c) => (c === '\\' ? backslash : `\\${c}`));
}

class GlobError extends Error {}

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

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

  private piece(depth: number): Piece {
    const variable = VARIABLE.exec(this.text.slice(this.at));
    if (variable?.[1] !== undefined) {
      this.at += variable[0].length;
      return { kind: 'variable', name: variable[1] };
    }
    if (this.text.startsWith('@{', this.at))
      throw new GlobError('a variable is @{name} with a letter first, or write \\{ for a brace');
    const c = this.peek();
    this.at += 1;
    if (c === '\\') return this.escaped();
    if (c === '{') return this.choice(depth + 1);
    if (c === '[') return this.charClass();
    if (c === '}' || c === ']') throw new GlobError(`${c} closes nothing: write \\${c} for the character itself`);
    if (c === '?') return { kind: 'any' };
    if (c !== '*') return { kind: 'text', text: c };
    if (this.peek() !== '*') return { kind: 'star' };
    this.at += 1;
    return { kind: 'globstar' };
  }

  private escaped(): Piece {
    const c = this.peek();
    if (c === '') throw new GlobError('a backslash ends the text: write \\\\ for the character itself');
    // the parser reads \n, \x41 or \101 as another character
    if (/[A-Za-z0-9]/.test(c))
      throw new GlobError(
        `a backslash stands before ${quote(c)}: only glob characters are escaped, \\\\ is a backslash`,
      );
    this.at += 1;
    return { kind: 'text', text: c };
  }

  private choice(depth: number): Piece {
    if (depth > DEEPEST) throw new GlobError(`{} is nested deeper than ${DEEPEST} levels`);
    const options = [this.sequence(depth)];
    while (this.peek() === ',') {
      this.at += 1;
      options.push(this.sequence(depth));
    }
    if (this.peek() !== '}') throw new GlobError('{ is not closed: write \\{ for the character itself');
    this.at += 1;
    if (options.length < 2)
      throw new GlobError('{} needs two items or more, as in {a,b}: write \\{ and \\} for the characters themselves');
    if (options.every((o) => o.length === 0)) throw new GlobError('{} holds nothing but empty items');
    return { kind: 'choice', options };
  }

  private charClass(): Piece {
    const end = this.text.indexOf(']', this.at);
    if (end < 0) throw new GlobError('[ is not closed: write \\[ for the character itself');
    const inside = this.text.slice(this.at, end);
    this.at = end + 1;
    const negated = inside.startsWith('^');
    const body = negated ? inside.slice(1) : inside;
    if (body === '') throw new GlobError('[] is empty');
    const backwards = [...body.matchAll(RANGE)].some((m) => (m[1] ?? '') > (m[2] ?? ''));
    if (!CLASS_BODY.test(body) || backwards) {
      throw new GlobError(
        `[${inside}] is not a character class that the parser reads as written: use letters, digits, rising ranges and . _ ~ + : / , with - first, or {a,b} for others`,
      );
    }
    return { kind: 'class', negated, body };
  }
}
