import type { JsonObject } from '../manifest';
import { NOWHERE, type Place } from './place';
import { YamlError } from './yaml-error';

/** Items of a list, with their places. */
export class Items {
  public readonly values: unknown[] = [];
  public readonly place: Place;

  constructor(offset: number, keepsPlaces: boolean) {
    this.place = keepsPlaces ? { offset, children: new Map() } : NOWHERE;
  }

  public add(value: unknown, place: Place): void {
    this.place.children?.set(String(this.values.length), place);
    this.values.push(value);
  }
}

/** Pairs of a mapping, with their places. */
export class Mapping {
  public readonly value: JsonObject = {};
  public readonly place: Place;
  /** Keys that come only from a merge. A key of the mapping itself replaces them. */
  private merged?: Set<string>;

  constructor(offset: number, keepsPlaces: boolean) {
    this.place = keepsPlaces ? { offset, children: new Map() } : NOWHERE;
  }

  public set(key: string, value: unknown, at: number, place: Place): void {
    if (Object.hasOwn(this.value, key) && !this.merged?.delete(key))
      throw new YamlError(
        `the key ${JSON.stringify(key)} is not unique, and readers disagree about which one counts: delete one`,
        at,
      );
    define(this.value, key, value);
    this.place.children?.set(key, { ...place, offset: at });
  }

  /** Adds the pairs of other mappings. An earlier mapping has precedence over a later one. */
  public merge(sources: ReadonlyArray<JsonObject>, at: number): void {
    this.merged ??= new Set();
    const added = new Set<string>();
    for (const source of sources) {
      for (const [key, value] of Object.entries(source)) {
        if (added.has(key)) continue;
        if (Object.hasOwn(this.value, key))
          throw new YamlError(
            `<< merges the key ${JSON.stringify(key)}, which the mapping already has, and readers disagree about which one counts: put << first, and only once`,
            at,
          );
        added.add(key);
        define(this.value, key, value);
      }
    }
    for (const key of added) this.merged.add(key);
  }
}

/** Sets a key, even one with a special meaning in JavaScript. */
function define(object: JsonObject, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, configurable: true, enumerable: true, writable: true });
  else object[key] = value;
}
