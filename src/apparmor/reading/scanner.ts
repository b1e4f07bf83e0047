import { quote } from '../../diagnostics/input-error';
import { AppArmorSyntaxError } from '../../diagnostics/profile-syntax-error';

/** A word of a profile, as it is written: escapes stand in it, the quotes around it don't. */
export interface Word {
  readonly text: string;
  readonly quoted: boolean;
  readonly at: number;
}

/** A place in a text, from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** The line that was asked for last. */
interface KnownLine {
  readonly line: number;
  readonly start: number;
  /** Offset of its line break, or of the end of the text; found at the first question. */
  end?: number;
}

const BLANK = ' \t';
const SPACE = ' \t\r\n';
/** Before these a backslash keeps a word going. */
const ESCAPED = ' \t"!,';

/** Reads a profile's text from front to back, as the lexer of apparmor_parser does: what a word is depends on where it stands. */
export class Scanner {
  public at = 0;
  /** Comments among the words of the rule that is read. */
  public readonly inner: string[] = [];
  private known: KnownLine = { line: 1, start: 0 };

  constructor(
    public readonly text: string,
    private readonly file: string,
  ) {
    const nul = text.indexOf('\0');
    if (nul >= 0) this.fail('has the character NUL, which ends a text for the parser: leave it out', nul);
  }

  /** @throws AppArmorSyntaxError with the place */
  public fail(reason: string, at = this.at): never {
    const { line, column } = this.place(at);
    throw new AppArmorSyntaxError(reason, this.file, line, column);
  }

  /** Line and column of an offset; cheap as long as offsets rise. */
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

  public get ended(): boolean {
    return this.at >= this.text.length;
  }

  public get char(): string {
    return this.text[this.at] ?? '';
  }

  /** What stands here, for an error. */
  public get shown(): string {
    if (this.ended) return 'the end of the text';
    const end = this.text.slice(this.at, this.at + 30).search(/[\s,]/);
    return quote(this.text.slice(this.at, this.at + (end > 0 ? end : end === 0 ? 1 : 30)));
  }

  public skipBlanks(): void {
    while (BLANK.includes(this.char) && !this.ended) this.at += 1;
  }

  public skipSpace(): void {
    while (SPACE.includes(this.char) && !this.ended) this.at += 1;
  }

  /** Goes on if the text goes on so. */
  public take(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    return true;
  }

  /** What a sticky expression matches here; the scanner stands behind it then. */
  public match(expression: RegExp): RegExpExecArray | undefined {
    expression.lastIndex = this.at;
    const match = expression.exec(this.text) ?? undefined;
    if (match !== undefined) this.at = expression.lastIndex;
    return match;
  }

  /** True if a sticky expression matches here. */
  public sees(expression: RegExp): boolean {
    expression.lastIndex = this.at;
    return expression.test(this.text);
  }

  public expect(text: string, where: string): void {
    if (!this.take(text)) this.fail(`${where} needs ${quote(text)} here, got ${this.shown}`);
  }

  /**
   * A word: in double quotes, or up to a space, a quote, `!`, a comma before one of these, or one of the stops.
   *
   * @param stops characters that end it besides; a comma among them ends it always
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
    // for the parser a backslash before a quote escapes it, whatever stands before
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
