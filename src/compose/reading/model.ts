import { isObject, type JsonObject } from '../../kubernetes/manifest';

/**
 * Mapping of a project while it is read. It has no prototype, so that every key is a key of the file, even `__proto__`.
 */
export type Model = JsonObject;

/** Returns an empty mapping. */
export function emptyModel(): Model {
  return Object.create(null) as Model;
}

/** Returns the mapping at a key; undefined if the key is missing or has another value. */
export function modelAt(parent: Model, key: string): Model | undefined {
  const value = parent[key];
  return isObject(value) ? value : undefined;
}
