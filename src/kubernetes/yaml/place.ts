/** Place of a value in a text. */
export interface Place {
  /** Offset of its key, if it has one; otherwise of the value. */
  readonly offset: number;
  /** Places of its values, by key or by the index of an item. */
  readonly children?: Map<string, Place>;
}

/** Place of every value if places are not recorded. */
export const NOWHERE: Place = { offset: 0 };

/** Returns the offset of the value at a JSON pointer; if it does not exist, that of the nearest value that contains it. */
export function offsetOf(root: Place, pointer: string): number {
  let place = root;
  for (const step of pointer.split('/').slice(1)) {
    const next = place.children?.get(step.includes('~') ? step.replace(/~1/g, '/').replace(/~0/g, '~') : step);
    if (!next) break;
    place = next;
  }
  return place.offset;
}
