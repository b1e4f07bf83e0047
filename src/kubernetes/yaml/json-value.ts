import type { JsonObject } from '../manifest';
import { Mapping } from './mapping';
import { MAX_DEPTH } from './limits';
import type { Places } from './places';
import { YamlError } from './yaml-error';

/** Error of a text that is not JSON, but can be YAML. */
export class JsonSyntaxError extends YamlError {}

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;

const STRING = /"[^"\\\0-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\0-\x1f]*)*"/y;
const LITERALS: ReadonlyArray<[string, unknown]> = [
  ['true', true],
  ['false', false],
  ['null', null],
];
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Reads the values of a JSON text, one at a time. Rejects duplicate keys, which JSON allows. */
export class JsonValues {
  private depth = 0;

  /**
   * @param at offset of the next value
   * @param places recorder of the places of the values
   */
  constructor(
    private readonly text: string,
    public at: number,
    private readonly places: Places,
  ) {}

  /** Reads the next value. @throws {@link JsonSyntaxError} if the text is not JSON */
  public next(): unknown {
    return this.value(this.at);
  }

  /** @param placeAt offset of the value, or of its key */
  private value(placeAt: number): unknown {
    const place = this.places.open(placeAt);
    const value = this.valueIn();
    this.places.close(place);
    return value;
  }

  private valueIn(): unknown {
    switch (this.text.charAt(this.at)) {
      case '{':
        return this.nested(() => this.object());
      case '[':
        return this.nested(() => this.array());
      case '"':
        return this.string();
      default:
        return this.literal();
    }
  }

  private nested<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_DEPTH)
      throw new YamlError(`nesting exceeded: a document can have at most ${MAX_DEPTH} levels`, this.at);
    this.at += 1;
    const value = read();
    this.depth -= 1;
    return value;
  }

  private object(): JsonObject {
    const mapping = new Mapping(this.places);
    this.skipSpace();
    if (!this.skip('}')) {
      do {
        this.skipSpace();
        const { at } = this;
        if (this.text[at] !== '"') throw this.unexpected();
        const key = this.string();
        this.skipSpace();
        if (!this.skip(':')) throw this.unexpected();
        this.skipSpace();
        mapping.set(key, this.value(at), at);
        this.skipSpace();
      } while (this.skip(','));
      if (!this.skip('}')) throw this.unexpected();
    }
    return mapping.value;
  }

  private array(): unknown[] {
    const items: unknown[] = [];
    this.skipSpace();
    if (!this.skip(']')) {
      do {
        this.skipSpace();
        items.push(this.value(this.at));
        this.skipSpace();
      } while (this.skip(','));
      if (!this.skip(']')) throw this.unexpected();
    }
    return items;
  }

  private string(): string {
    const { at, text } = this;
    const quoted = this.match(STRING);
    if (quoted === undefined) throw this.unexpected();
    if (!quoted.includes('\\')) return text.slice(at + 1, this.at - 1);
    const value = JSON.parse(quoted) as string;
    if (LONE_SURROGATE.test(value))
      throw new YamlError(
        'a text has an unpaired surrogate, which readers turn into different texts: delete its \\u escape',
        at,
      );
    return value;
  }

  private literal(): unknown {
    for (const [name, value] of LITERALS) if (this.skip(name)) return value;
    const { at } = this;
    const digits = this.match(NUMBER);
    if (digits === undefined) throw this.unexpected();
    const value = Number(digits);
    if (Number.isFinite(value)) return value;
    throw new YamlError(`the number ${digits} is too large for every reader: put it in quotes`, at);
  }

  private skip(what: string): boolean {
    if (!this.text.startsWith(what, this.at)) return false;
    this.at += what.length;
    return true;
  }

  public skipSpace(): void {
    this.match(SPACE);
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private unexpected(): JsonSyntaxError {
    return new JsonSyntaxError('the text is neither JSON nor YAML', this.at);
  }
}
