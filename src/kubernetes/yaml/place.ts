/** Place of a value in a text. */
export interface Place {
  /** Of its key, if it has one. */
  readonly offset: number;
  /** By key, or by the number of an item. */
  readonly children?: Map<string, Place>;
}

/** Place of everything, unless places are asked for. */
export const NOWHERE: Place = { offset: 0 };

/** Offset at which the value of a JSON pointer stands; where it does not, that of the nearest one around it. */
export function offsetOf(root: Place, pointer: string): number {
  let place = root;
  for (const step of pointer.split('/').slice(1)) {
    const next = place.children?.get(step.includes('~') ? step.replace(/~1/g, '/').replace(/~0/g, '~') : step);
    if (!next) break;
    place = next;
  }
  return place.offset;
}
