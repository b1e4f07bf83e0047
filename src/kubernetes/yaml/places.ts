import { isObject } from '../manifest';

/** Numbers of a place: its offset, and the end of the places in it. */
const SIZE = 2;

/** Number of values from which the places in a collection are indexed when one is looked up. */
const MANY = 16;

/**
 * Places of the values of a text, recorded while it is read. A place is the offset of a value's key if it has one, otherwise of
 * the value itself; the places in a collection follow it, in the order of the text.
 */
export class Places {
  private numbers = new Int32Array(1 << 10);
  private length = 0;
  /** Keys of the mappings that JavaScript lists in another order than the text. */
  private readonly keys = new Map<number, ReadonlyArray<string>>();
  /** Number of calls of {@link setKeys}. */
  public keyed = 0;
  private readonly indexes = new Map<number, ReadonlyMap<string, number>>();

  /** Begins a place. Places that are begun before it is closed are in it. */
  public open(offset: number): number {
    const place = this.length;
    this.reserve(SIZE);
    this.length = place + SIZE;
    // a dropped place may have left its keys behind
    if (this.keys.size > 0) this.keys.delete(place);
    this.numbers[place] = offset;
    this.numbers[place + 1] = this.length;
    return place;
  }

  /** Ends a place. */
  public close(place: number): void {
    this.numbers[place + 1] = this.length;
  }

  /** Removes a place with everything in it, and everything after it. */
  public drop(place: number): void {
    this.length = place;
  }

  /** Returns the places that were begun since a place, relative to it and to an offset of the text. */
  public since(place: number, offset: number): Int32Array {
    const copy = this.numbers.slice(place, this.length);
    for (let i = 0; i < copy.length; i += SIZE) {
      copy[i]! -= offset;
      copy[i + 1]! -= place;
    }
    return copy;
  }

  /** Adds places that {@link since} returned, relative to an offset of the text. */
  public append(places: Int32Array, offset: number): void {
    const { length: place } = this;
    this.reserve(places.length);
    const { numbers } = this;
    for (let i = 0; i < places.length; i += SIZE) {
      // a dropped place may have left its keys behind
      if (this.keys.size > 0) this.keys.delete(place + i);
      numbers[place + i] = places[i]! + offset;
      numbers[place + i + 1] = places[i + 1]! + place;
    }
    this.length = place + places.length;
  }

  private reserve(count: number): void {
    let { length } = this.numbers;
    if (this.length + count <= length) return;
    while (this.length + count > length) length *= 2;
    const larger = new Int32Array(length);
    larger.set(this.numbers);
    this.numbers = larger;
  }

  /** The place that was begun last. */
  public get last(): number {
    return this.length - SIZE;
  }

  /** Place that the next call of `open` returns. */
  public get next(): number {
    return this.length;
  }

  /** Sets the keys of a mapping in the order of the text; more can be added to the list. */
  public setKeys(place: number, keys: ReadonlyArray<string>): void {
    this.keyed += 1;
    this.keys.set(place, keys);
  }

  /**
   * Returns the offset of the value at a JSON pointer. If it does not exist, returns that of the nearest value that contains it.
   *
   * @param root place of the document
   * @param value value of the document
   */
  public offsetOf(root: number, value: unknown, pointer: string): number {
    let place = root;
    let current = value;
    for (let at = pointer.indexOf('/'); at >= 0;) {
      const end = pointer.indexOf('/', at + 1);
      const step = end < 0 ? pointer.slice(at + 1) : pointer.slice(at + 1, end);
      at = end;
      const key = step.includes('~') ? step.replace(/~1/g, '/').replace(/~0/g, '~') : step;
      const next = this.child(place, current, key);
      if (next === undefined) break;
      place = next;
      current = (current as Record<string, unknown>)[key];
    }
    return this.numbers[place] ?? 0;
  }

  private child(place: number, value: unknown, key: string): number | undefined {
    // an alias, and a value that is not a collection, has no places in it
    if (this.endOf(place) === place + SIZE) return undefined;
    const keys = this.keys.size === 0 ? undefined : this.keys.get(place);
    if (Array.isArray(value)) return this.item(place, value.length, key);
    if (!isObject(value)) return undefined;
    let child = place + SIZE;
    let count = 0;
    for (const each of keys ?? Object.keys(value)) {
      if (each === key) return child;
      count += 1;
      if (count === MANY) return this.indexOf(place, keys ?? Object.keys(value)).get(key);
      child = this.endOf(child);
    }
    return undefined;
  }

  private item(place: number, length: number, key: string): number | undefined {
    if (length >= MANY) return this.indexOf(place, undefined).get(key);
    const index = INDEX.test(key) ? Number(key) : length;
    if (index >= length) return undefined;
    let child = place + SIZE;
    for (let i = 0; i < index; i += 1) child = this.endOf(child);
    return child;
  }

  /** Returns the places in a large collection by key or index. */
  private indexOf(place: number, keys: ReadonlyArray<string> | undefined): ReadonlyMap<string, number> {
    const known = this.indexes.get(place);
    if (known) return known;
    const index = new Map<string, number>();
    const end = this.endOf(place);
    for (let child = place + SIZE, i = 0; child < end; child = this.endOf(child), i += 1)
      index.set(keys?.[i] ?? String(i), child);
    this.indexes.set(place, index);
    return index;
  }

  private endOf(place: number): number {
    return this.numbers[place + 1] ?? place + SIZE;
  }
}

const INDEX = /^(?:0|[1-9][0-9]*)$/;
