import type { JsonObject } from '../manifest';
import type { Places } from './places';
import { YamlError } from './yaml-error';

/** Pairs of a mapping, whose places are recorded in the order of the text. */
export class Mapping {
  public readonly value: JsonObject = {};
  /** Keys that come only from a merge. A key of the mapping itself replaces them. */
  private merged?: Set<string>;
  /** Keys of the mapping itself in the order of the text, if JavaScript lists them in another order. */
  private keys?: string[];
  private readonly place: number;

  /**
   * @param places recorder, whose last open place is that of the mapping
   * @param mergesAnywhere true if keys of the mapping itself replace merged ones that follow them
   */
  constructor(
    private readonly places: Places,
    private readonly mergesAnywhere = false,
  ) {
    this.place = places.last;
  }

  /** Sets the value of a key of the mapping itself. */
  public set(key: string, value: unknown, at: number): void {
    if (Object.hasOwn(this.value, key) && !this.merged?.delete(key))
      throw new YamlError(
        `the key ${JSON.stringify(key)} is not unique, and readers disagree about which one counts: delete one`,
        at,
      );
    // JavaScript lists integers first
    if (!this.keys && isDigit(key.charCodeAt(0))) this.listKeys();
    this.keys?.push(key);
    define(this.value, key, value);
  }

  /** Adds the pairs of other mappings. An earlier mapping has precedence over a later one. */
  public merge(sources: ReadonlyArray<JsonObject>, at: number): void {
    if (this.merged && this.mergesAnywhere)
      throw new YamlError('the key << is not unique: merge a list of mappings, such as <<: [*first, *second]', at);
    if (!this.keys) this.listKeys();
    this.merged ??= new Set();
    const added = new Set<string>();
    for (const source of sources) {
      for (const [key, value] of Object.entries(source)) {
        if (added.has(key)) continue;
        if (Object.hasOwn(this.value, key)) {
          if (this.mergesAnywhere) continue;
          throw new YamlError(
            `<< merges the key ${JSON.stringify(key)}, which the mapping already has, and readers disagree about which one counts: put << first, and only once`,
            at,
          );
        }
        added.add(key);
        define(this.value, key, value);
      }
    }
    for (const key of added) this.merged.add(key);
  }

  private listKeys(): void {
    this.keys = Object.keys(this.value);
    this.places.setKeys(this.place, this.keys);
  }
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/** Sets a key, even one with a special meaning in JavaScript. */
function define(object: JsonObject, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
  else object[key] = value;
}
