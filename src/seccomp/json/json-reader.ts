import { quote } from '../../diagnostics/input-error';

/** Value of a JSON text, with its position: line and column from 1. */
export type JsonNode = JsonObject | JsonList | JsonText | JsonNumber | JsonWord;

interface At {
  readonly line: number;
  readonly column: number;
}

export interface JsonObject extends At {
  readonly kind: 'object';
  /** Members in their order, including duplicate keys. */
  readonly members: ReadonlyArray<JsonMember>;
}

export interface JsonMember extends At {
  readonly key: string;
  readonly value: JsonNode;
}

export interface JsonList extends At {
  readonly kind: 'list';
  readonly items: ReadonlyArray<JsonNode>;
}

export interface JsonText extends At {
  readonly kind: 'text';
  readonly text: string;
}

/** Number with its text, so that no digit is lost. */
export interface JsonNumber extends At {
  readonly kind: 'number';
  readonly text: string;
}

export interface JsonWord extends At {
  readonly kind: 'word';
  readonly word: 'true' | 'false' | 'null';
}

/** Problem of a text, with its position. */
export class JsonError extends Error {
  constructor(
    message: string,
    public readonly line: number,
    public readonly column: number,
  ) {
    super(message);
    this.name = 'JsonError';
  }
}

/** Maximum nesting of objects and lists. A profile needs five levels. */
export const DEEPEST_JSON = 64;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const WORD = /true|false|null/y;
// JSON does not allow unescaped control characters
const STRING = /"[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*"/y;

/**
 * Reads a JSON text (RFC 8259) without loss: the order of keys, duplicate keys, every digit of every number, and all positions.
 *
 * @throws {@link JsonError} at the first character that is not JSON
 */
export function readJson(text: string): JsonNode {
  const reader = new Reader(text);
  const value = reader.value(0);
  reader.end();
  return value;
}

class Reader {
  private at = 0;
  private line = 1;
  private lineStart = 0;

  constructor(private readonly text: string) {}

  public value(depth: number): JsonNode {
    this.space();
    if (depth > DEEPEST_JSON) throw this.error(`values are nested deeper than ${DEEPEST_JSON} levels`);
    const at = this.here();
    const c = this.text[this.at];
    if (c === '{') return { kind: 'object', members: this.members(depth), ...at };
    if (c === '[') return { kind: 'list', items: this.items(depth), ...at };
    if (c === '"') return { kind: 'text', text: this.string(), ...at };
    const word = this.take(WORD);
    if (word !== undefined) return { kind: 'word', word: word as JsonWord['word'], ...at };
    const number = this.take(NUMBER);
    if (number !== undefined) return { kind: 'number', text: number, ...at };
    throw this.unexpected('a value');
  }

  public end(): void {
    this.space();
    if (this.at < this.text.length) throw this.unexpected('the end of the text');
  }

  private members(depth: number): JsonMember[] {
    return this.sequence('}', () => {
      const at = this.here();
      if (this.text[this.at] !== '"') throw this.unexpected('a key in double quotes');
      const key = this.string();
      this.space();
      if (!this.skip(':')) throw this.unexpected('":"');
      return { key, value: this.value(depth + 1), ...at };
    });
  }

  private items(depth: number): JsonNode[] {
    return this.sequence(']', () => this.value(depth + 1));
  }

  private sequence<T>(close: string, item: () => T): T[] {
    const found: T[] = [];
    this.at += 1;
    this.space();
    if (this.skip(close)) return found;
    for (;;) {
      found.push(item());
      this.space();
      if (this.skip(close)) return found;
      if (!this.skip(',')) throw this.unexpected(`"," or ${quote(close)}`);
      this.space();
    }
  }

  private string(): string {
    const text = this.take(STRING);
    if (text === undefined)
      throw this.error('a text in double quotes is not closed, or has a character that must be escaped');
    return JSON.parse(text) as string;
  }

  private skip(c: string): boolean {
    if (this.text[this.at] !== c) return false;
    this.at += 1;
    return true;
  }

  private space(): void {
    const space = this.take(SPACE) ?? '';
    const start = this.at - space.length;
    for (let i = space.indexOf('\n'); i >= 0; i = space.indexOf('\n', i + 1)) {
      this.line += 1;
      this.lineStart = start + i + 1;
    }
  }

  private take(token: RegExp): string | undefined {
    token.lastIndex = this.at;
    const found = token.exec(this.text)?.[0];
    this.at += found?.length ?? 0;
    return found;
  }

  private here(): At {
    return { line: this.line, column: this.at - this.lineStart + 1 };
  }

  private unexpected(wanted: string): JsonError {
    if (this.at >= this.text.length) return this.error(`expected ${wanted}, found the end of the text`);
    return this.error(`expected ${wanted}, found ${quote([...this.text.slice(this.at, this.at + 2)][0])}`);
  }

  private error(message: string): JsonError {
    const { line, column } = this.here();
    return new JsonError(message, line, column);
  }
}
