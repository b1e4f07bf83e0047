import { quote } from '../../diagnostics/input-error';
import { AppArmorSyntaxError } from '../../diagnostics/profile-syntax-error';

/** A word of a profile, with its escapes and without the quotes around it. */
export interface Word {
  readonly text: string;
  readonly quoted: boolean;
  readonly at: number;
}

/** A place in a text. Lines and columns start at 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The line of the last request. */
interface KnownLine {
  readonly line: number;
  readonly start: number;
  /** Offset of its line break, or of the end of the text. Set at the first request. */
  end?: number;
}

const BLANK = ' \t';
const SPACE = ' \t\r\n';
/** Characters that do not end a word after a backslash. */
const ESCAPED = ' \t"!,';

/** Reads the text of a profile from start to end, like the lexer of apparmor_parser: the context decides where a word ends. */
export class Scanner {
  public at = 0;
  /** Comments between the words of the current rule. */
  public readonly inner: string[] = [];
  private known: KnownLine = { line: 1, start: 0 };

  constructor(
    public readonly text: string,
    private readonly file: string,
  ) {
    const nul = text.indexOf('\0');
    if (nul >= 0) this.fail('contains the character NUL, which ends the text for the parser: remove it', nul);
  }

  /** @throws {@link AppArmorSyntaxError} with the place, always */
  public fail(reason: string, at = this.at): never {
    const { line, column } = this.place(at);
    throw new AppArmorSyntaxError(reason, this.file, line, column);
  }

  /** Returns the line and the column of an offset. Rising offsets cost the least. */
  public place(at: number): Place {
    if (at < this.known.start) this.known = { line: 1, start: 0 };
    for (;;) {
      this.known.end ??= this.lineEnd(this.known.start);
      if (at <= this.known.end) return { line: this.known.line, column: at - this.known.start + 1 };
      this.known = { line: this.known.line + 1, start: this.known.end + 1 };
    }
  }

  private lineEnd(start: number): number {
    const end = this.text.indexOf('\n', start);
    return end < 0 ? this.text.length : end;
  }

  /** True at the end of the text. */
  public get ended(): boolean {
    return this.at >= this.text.length;
  }

  /** The next character; empty at the end of the text. */
  public get char(): string {
    return this.text[this.at] ?? '';
  }

  /** The text at the current place, for an error. */
  public get shown(): string {
    if (this.ended) return 'the end of the text';
    const end = this.text.slice(this.at, this.at + 30).search(/[\s,]/);
    return quote(this.text.slice(this.at, this.at + (end > 0 ? end : end === 0 ? 1 : 30)));
  }

  /** Skips spaces and tabs. */
  public skipBlanks(): void {
    while (BLANK.includes(this.char) && !this.ended) this.at += 1;
  }

  /** Skips spaces, tabs and line breaks. */
  public skipSpace(): void {
    while (SPACE.includes(this.char) && !this.ended) this.at += 1;
  }

  /** Skips a text, if it is next. Returns true if it was. */
  public take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** Returns the match of a sticky expression at the current place, and skips it. */
  public match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.at;
    const match = expression.exec(this.text) ?? undefined;
    if (match !== undefined) this.at = expression.lastIndex;
    return match;
  }

  /** True if a sticky expression matches at the current place. */
  public sees(expression: RegExp): boolean {
    expression.lastIndex = this.at;
    return expression.test(this.text);
  }

  /** @throws {@link AppArmorSyntaxError} if another text follows */
  public expect(text: string, where: string): void {
    if (!this.take(text)) this.fail(`${where} needs ${quote(text)} here, got ${this.shown}`);
  }

  /**
   * Reads a word: a text in double quotes, or a text up to a space, a quote, `!`, a comma before one of these, or a stop.
   *
   * @param stops additional characters that end the word; if they include a comma, every comma ends it
   */
  public word(stops = ''): Word | undefined {
    if (this.char === '"') return this.quotedWord();
    const start = this.at;
    const commaEnds = stops.includes(',');
    for (;;) {
      const c = this.text[this.at];
      if (c === undefined || SPACE.includes(c) || c === '"' || c === '!') break;
      const next = this.text[this.at + 1] ?? ' ';
      if (c === '\\' && ESCAPED.includes(next)) this.at = Math.min(this.at + 2, this.text.length);
      else if (c === ',') {
        if (commaEnds || SPACE.includes(next) || ',"!'.includes(next)) break;
        this.at = Math.min(this.at + 2, this.text.length);
      } else if (stops.includes(c)) break;
      else this.at += 1;
    }
    return this.at === start ? undefined : { text: this.text.slice(start, this.at), quoted: false, at: start };
  }

  private quotedWord(): Word {
    const start = this.at;
    // for the parser, a backslash before a quote always escapes it, even after another backslash
    for (let i = start + 1; i < this.text.length; i += 1) {
      const c = this.text[i];
      if (c === '\n') break;
      if (c !== '"' || this.text[i - 1] === '\\') continue;
      this.at = i + 1;
      return { text: this.text.slice(start + 1, i), quoted: true, at: start };
    }
    return this.fail('a quoted text does not end on its line: close it with "', start);
  }
}
