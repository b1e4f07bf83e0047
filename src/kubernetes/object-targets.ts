import type { Manifest } from './manifest';
import type { FoundObject } from './objects';

/**
 * Returns the target of each object of a document: its own one, else that of the object around it, else the general one.
 * @param own returns the target that an object names
 */
export function objectTargets<T>(
  objects: ReadonlyArray<FoundObject>,
  general: T,
  own: (object: Manifest) => T | undefined,
): T[] {
  const byPointer = new Map<string, T>();
  return objects.map(({ object, pointer, inString }) => {
    const target = own(object) ?? around(pointer, inString, byPointer) ?? general;
    if (!inString) byPointer.set(pointer, target);
    return target;
  });
}

/** Returns the value of the innermost object around a pointer. An object in a string has the pointer of the string. */
function around<T>(pointer: string, inString: boolean, byPointer: ReadonlyMap<string, T>): T | undefined {
  if (inString && byPointer.has(pointer)) return byPointer.get(pointer);
  for (let outer = pointer; outer !== '';) {
    outer = outer.slice(0, outer.lastIndexOf('/'));
    const value = byPointer.get(outer);
    if (value !== undefined) return value;
  }
  return undefined;
}
