/** JSON object with unknown content. */
export type JsonObject = { [key: string]: unknown };

/** One Kubernetes object as plain JSON. */
export type Manifest = JsonObject;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns the object at `key`, or an empty object that is not part of the parent. Only for reading. */
export function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isObject(value) ? value : {};
}

/** Returns the object at `key`, which is created if it is missing; `undefined` if the key has another value. */
export function ensureObjectAt(parent: JsonObject, key: string): JsonObject | undefined {
  const value = (parent[key] ??= {});
  return isObject(value) ? value : undefined;
}

/** Returns the list at `key`; an empty list if the key is missing or has another value. */
export function listAt(parent: JsonObject, key: string): unknown[] {
  const value = parent[key];
  return Array.isArray(value) ? value : [];
}

/** Returns the strings in the list at `key`, without its other items. */
export function stringsAt(parent: JsonObject, key: string): string[] {
  return listAt(parent, key).filter((each) => typeof each === 'string');
}

export function stringAt(parent: JsonObject, key: string): string | undefined {
  const value = parent[key];
  return typeof value === 'string' ? value : undefined;
}

/** Returns the annotations of an object or of a pod template. */
export function annotationsOf(holder: JsonObject): JsonObject {
  return objectAt(objectAt(holder, 'metadata'), 'annotations');
}

/** Returns a manifest with one more annotation, whose metadata has its keys in the order of cdk8s. */
export function withAnnotation(manifest: Manifest, name: string, value: string): Manifest {
  const annotations = inCodeOrder({ ...annotationsOf(manifest), [name]: value });
  return { ...manifest, metadata: inCodeOrder({ ...objectAt(manifest, 'metadata'), annotations }) };
}

function inCodeOrder(object: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(object).sort(([a], [b]) => (a < b ? -1 : Number(a > b))));
}

/** Returns the API group of an apiVersion: empty for the core group. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

/** Returns one step of a JSON pointer (RFC 6901), with its slash. */
export function pointerStep(key: string | number): string {
  if (typeof key === 'number') return `/${key}`;
  // there are many keys, and few have something to escape
  const isPlain = !key.includes('/') && !key.includes('~');
  return `/${isPlain ? key : key.replace(/~/g, '~0').replace(/\//g, '~1')}`;
}

/** Returns the steps of a JSON pointer. */
export function stepsOf(pointer: string): string[] {
  const steps = pointer.split('/').slice(1);
  return pointer.includes('~') ? steps.map((step) => step.replace(/~1/g, '/').replace(/~0/g, '~')) : steps;
}

const FIRST_KEYS = ['apiVersion', 'kind', 'metadata'];

/**
 * Returns the manifest with its keys in the order of cdk8s: apiVersion, kind and metadata first, then the others by code unit.
 * A pass over finished JSON adds keys at the end, so that without this order the diff of a manifest would show which pass
 * added a key.
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

/** Returns true if two values differ at most in the order of their keys. */
export function isSameJson(a: unknown, b: unknown): boolean {
  return differenceOf(a, b) === undefined;
}

/** Returns the JSON pointer of the first difference between two values, or undefined. The order of keys does not count. */
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
