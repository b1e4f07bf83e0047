import { isObject, type JsonObject, type Manifest } from '../manifest';
import type { FoundObject } from '../objects';
import { setOwn } from './json-patch';

/** Value of a rendering that comes from an overlay. */
export interface OverlaidValue {
  /** JSON pointer within the rendered object. */
  readonly path: string;
  /** JSON pointer within the object with the overlay. */
  readonly pointer: string;
}

/** Object as an edge engine applies it to some pools or groups of nodes. */
export interface Rendering {
  /** Object with the template. */
  readonly base: FoundObject;
  /** Object with the overlay: the base itself, the object around it, or another one. */
  readonly overlay: FoundObject;
  /** Nodes that get it, such as `pool b`. */
  readonly where: string;
  readonly object: Manifest;
  /** Overlaid values. A later one counts more. */
  readonly values: ReadonlyArray<OverlaidValue>;
}

/** Part of an overlay that does not apply to its template. */
export interface OverlayProblem {
  readonly overlay: FoundObject;
  /** JSON pointer within the object with the overlay. */
  readonly pointer: string;
  readonly message: string;
}

/** Part of an overlay that this library cannot render. */
export interface UnreadOverlay {
  readonly overlay: FoundObject;
  /** JSON pointer within the object with the overlay. */
  readonly pointer: string;
  readonly why: string;
}

/** Maximum number of different renderings of one object. A fleet of more pools usually shares a few overlays. */
export const MOST_RENDERINGS = 100;

/** Maximum number of changes in one rendering. */
export const MOST_CHANGES = 1_000;

/** Maximum number of values in all renderings together, which is about that of 1,000 large templates. */
const MOST_VALUES = 1_000_000;

/** Maximum depth of a copied value. */
const MAX_DEPTH = 100;

/** Renderings exceed a limit. */
export class TooManyValues extends Error {}

/** Copies values for the renderings of a check, up to a limit of values. */
export class Copier {
  private left = MOST_VALUES;

  /** @throws {@link TooManyValues} if the limit is exceeded */
  public copy<T>(value: T, depth = 0): T {
    this.left -= 1;
    if (this.left < 0 || depth > MAX_DEPTH) throw new TooManyValues('the renderings contain too many values');
    if (Array.isArray(value)) return value.map((each: unknown) => this.copy(each, depth + 1)) as T;
    if (!isObject(value)) return value;
    const copied: JsonObject = {};
    for (const [key, each] of Object.entries(value)) setOwn(copied, key, this.copy(each, depth + 1));
    return copied as T;
  }
}

/** Returns the names of pools or groups as words: `pool b`, `pools b and c`, `pools b, c and 3 others`. */
export function namesOf(noun: string, names: ReadonlyArray<string>): string {
  const [first = '', second, ...others] = names;
  if (second === undefined) return `${noun} ${first}`;
  if (others.length === 0) return `${noun}s ${first} and ${second}`;
  const more = others.length === 1 ? (others[0] ?? '') : `${others.length} others`;
  return `${noun}s ${first}, ${second} and ${more}`;
}
