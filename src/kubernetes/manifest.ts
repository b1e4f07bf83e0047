/** A JSON object whose content is not known yet. */
export type JsonObject = { [key: string]: unknown };

/** One Kubernetes object as plain JSON. */
export type Manifest = JsonObject;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object at `key`, or an empty one that is not part of the parent: for reading only. */
export function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isObject(value) ? value : {};
}

/** The object at `key`, put there when it is missing; `undefined` when something else stands there. */
export function ensureObjectAt(parent: JsonObject, key: string): JsonObject | undefined {
  const value = (parent[key] ??= {});
  return isObject(value) ? value : undefined;
}

/** The list at `key`; an empty one when there is none, or something else. */
export function listAt(parent: JsonObject, key: string): unknown[] {
  const value = parent[key];
  return Array.isArray(value) ? value : [];
}

/** The strings of the list at `key`; whatever else it contains is left out. */
export function stringsAt(parent: JsonObject, key: string): string[] {
  return listAt(parent, key).filter((each) => typeof each === 'string');
}

export function stringAt(parent: JsonObject, key: string): string | undefined {
  const value = parent[key];
  return typeof value === 'string' ? value : undefined;
}

/** The annotations of an object or of a pod template. */
export function annotationsOf(holder: JsonObject): JsonObject {
  return objectAt(objectAt(holder, 'metadata'), 'annotations');
}

/** The API group of an apiVersion: empty for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** One step of a JSON pointer (RFC 6901). */
export function pointerStep(key: string | number): string {
  if (typeof key === 'number') return `/${key}`;
  // most keys have nothing to escape, and there are many of them
  const isPlain = !key.includes('/') && !key.includes('~');
  return `/${isPlain ? key : key.replace(/~/g, '~0').replace(/\//g, '~1')}`;
}

const FIRST_KEYS = ['apiVersion', 'kind', 'metadata'];

/**
 * The manifest with its keys in cdk8s' own order: apiVersion, kind and metadata first, all else by code unit.
 * A pass over finished JSON adds keys at the end; without this the diff of a manifest would show where a key came from.
 */
export function inKeyOrder(manifest: Manifest): Manifest {
  const keys = Object.keys(manifest).sort();
  const first = FIRST_KEYS.filter((key) => keys.includes(key));
  const others = keys.filter((key) => !FIRST_KEYS.includes(key));
  return Object.fromEntries([...first, ...others].map((key) => [key, sortKeys(manifest[key])]));
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key])]),
  );
}

/** Whether two values are the same but for the order of their keys. */
export function isSameJson(a: unknown, b: unknown): boolean {
  return differenceOf(a, b) === undefined;
}

/** JSON pointer of the first place at which two values differ by more than the order of keys. Unset if they are the same. */
export function differenceOf(a: unknown, b: unknown): string | undefined {
  if (a === b) return undefined;
  if (Array.isArray(a) && Array.isArray(b)) return differenceOfLists(a, b);
  if (isObject(a) && isObject(b)) return differenceOfObjects(a, b);
  return '';
}

function differenceOfLists(a: ReadonlyArray<unknown>, b: ReadonlyArray<unknown>): string | undefined {
  for (let i = 0; i < Math.max(a.length, b.length); i += 1) {
    const below = i < Math.min(a.length, b.length) ? differenceOf(a[i], b[i]) : '';
    if (below !== undefined) return pointerStep(i) + below;
  }
  return undefined;
}

function differenceOfObjects(a: JsonObject, b: JsonObject): string | undefined {
  const keys = Object.keys(a);
  for (const key of keys) {
    // hasOwn: a key may be called "constructor"
    const below = Object.hasOwn(b, key) ? differenceOf(a[key], b[key]) : '';
    if (below !== undefined) return pointerStep(key) + below;
  }
  const others = Object.keys(b);
  if (others.length === keys.length) return undefined;
  const other = others.find((key) => !Object.hasOwn(a, key));
  return other === undefined ? undefined : pointerStep(other);
}
