import { InputError, quote } from '../../diagnostics/input-error';
import { type Lookup, substitute, VariableError } from './variables';

/** Variable of an env file. */
export interface EnvVariable {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

/** Space that does not end a line. */
const SPACE = /[\t\v\f\r \x85\xa0]*/y;
const BLANK = /\s*/y;
const NAME_CHARACTER = /[\p{L}\p{N}_.\-[\]\t\v\f\r \x85\xa0]/u;

/**
 * Reads an env file, such as `.env`: `NAME=value` or `NAME: value`, with `export`, quotes, escapes, comments, and values of
 * several lines in quotes. Variables in values that are not in single quotes are replaced. A name without a value has that of
 * the environment.
 *
 * Source: `dotenv/parser.go` of compose-go 2.16.
 *
 * @param lookup value of a variable that has precedence over the file
 * @param earlier value of a variable that the file does not set, such as one of an earlier file
 * @throws {@link InputError} with the line of the first problem
 */
export function readEnvFile(
  text: string,
  file: string,
  lookup: Lookup,
  earlier: Lookup = () => undefined,
): Map<string, EnvVariable> {
  return new EnvFile(text.startsWith('\ufeff') ? text.slice(1) : text, file, lookup, earlier).read();
}

class EnvFile {
  private at = 0;
  private line = 1;
  private readonly variables = new Map<string, EnvVariable>();

  constructor(
    private readonly text: string,
    private readonly file: string,
    private readonly lookup: Lookup,
    private readonly earlier: Lookup,
  ) {}

  public read(): Map<string, EnvVariable> {
    for (;;) {
      this.skipToStatement();
      if (this.at >= this.text.length) return this.variables;
      this.readStatement();
    }
  }

  private skipToStatement(): void {
    const { text } = this;
    for (;;) {
      this.skip(BLANK);
      if (text[this.at] !== '#') return;
      const feed = text.indexOf('\n', this.at);
      this.advance(feed < 0 ? text.length : feed);
    }
  }

  private readStatement(): void {
    const { text } = this;
    const { line } = this;
    const exported = /export[\s]+/y;
    exported.lastIndex = this.at;
    if (exported.test(text)) this.advance(skipped(SPACE, text, this.at + 'export'.length));
    const start = this.at;
    while (this.at < text.length && NAME_CHARACTER.test(String.fromCodePoint(text.codePointAt(this.at) ?? 0)))
      this.at += (text.codePointAt(this.at) ?? 0) > 0xffff ? 2 : 1;
    const end = text[this.at];
    if (end !== undefined && !'=:\n'.includes(end))
      throw this.error(
        `the name ${quote(text.slice(start).split('\n', 1)[0])} has the character ${quote(end)}; must be NAME=value`,
      );
    // a name at the end of the file, without a line feed, is not a variable for the reference either
    if (end === undefined) return;
    const name = text.slice(start, this.at).trimEnd();
    if (name.includes(' ')) throw this.error(`the name ${quote(name)} has a space; must be NAME=value`);
    this.advance(this.at + 1);
    if (end === '\n') {
      const value = this.lookup(name);
      if (value !== undefined) this.variables.set(name, { name, value, line });
      return;
    }
    this.skip(SPACE);
    this.variables.set(name, { name, value: this.readValue(), line });
  }

  private readValue(): string {
    const quoteMark = this.text[this.at];
    return quoteMark === '"' || quoteMark === "'" ? this.readQuoted(quoteMark) : this.readUnquoted();
  }

  private readUnquoted(): string {
    const feed = this.text.indexOf('\n', this.at);
    const end = feed < 0 ? this.text.length : feed;
    const [value = ''] = this.text.slice(this.at, end).split(' #', 1);
    const { line } = this;
    this.advance(Math.min(end + 1, this.text.length));
    return this.expanded(value.trimEnd(), line);
  }

  private readQuoted(mark: string): string {
    const { text, line } = this;
    let value = '';
    let isEscaped = false;
    for (let i = this.at + 1; i < text.length; i += 1) {
      const character = text.charAt(i);
      if (character === mark && !isEscaped) {
        this.advance(i + 1);
        return mark === '"' ? this.expanded(unescaped(value), line) : value;
      }
      if (!isEscaped && character === '\\') {
        isEscaped = true;
        continue;
      }
      if (isEscaped && character !== mark) value += '\\';
      isEscaped = false;
      value += character;
    }
    throw this.error(`the value ${quote(text.slice(this.at).split('\n', 1)[0])} has no closing quote`);
  }

  private expanded(value: string, line: number): string {
    try {
      return substitute(value, (name) => this.lookup(name) ?? this.variables.get(name)?.value ?? this.earlier(name));
    } catch (error) {
      if (error instanceof VariableError) throw new InputError(`${this.file}:${line}`, [error.message]);
      throw error;
    }
  }

  private skip(pattern: RegExp): void {
    this.advance(skipped(pattern, this.text, this.at));
  }

  private advance(to: number): void {
    for (let feed = this.text.indexOf('\n', this.at); feed >= 0 && feed < to; feed = this.text.indexOf('\n', feed + 1))
      this.line += 1;
    this.at = to;
  }

  private error(message: string): InputError {
    return new InputError(`${this.file}:${this.line}`, [message]);
  }
}

function skipped(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex === 0 ? at : pattern.lastIndex;
}

const ESCAPE = /\\(?:[abcfnrtv$"\\]|0[0-9]{0,3})/g;

const ESCAPED: Readonly<Record<string, string>> = {
  '\\a': '\x07',
  '\\b': '\b',
  '\\f': '\f',
  '\\n': '\n',
  '\\r': '\r',
  '\\t': '\t',
  '\\v': '\v',
  '\\"': '"',
  '\\\\': '\\',
  // read as a dollar sign by the replacement of variables
  '\\$': '$$',
};

function unescaped(text: string): string {
  return text.replace(ESCAPE, (escape) => {
    const octal = /^\\0([0-3][0-7]{2})$/.exec(escape)?.[1];
    return octal === undefined ? (ESCAPED[escape] ?? escape) : String.fromCharCode(parseInt(octal, 8));
  });
}
