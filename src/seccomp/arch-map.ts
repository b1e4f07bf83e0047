import type { JsonObject } from './json/json-reader';
import { listOf, member, objectOf, textOf, textsOf } from './json/json-shape';

/** Interface of a machine, with the other interfaces that its programs can use. */
export interface ArchMapEntry {
  readonly architecture: string;
  readonly subArchitectures: ReadonlyArray<string>;
}

/** Returns the entries of `archMap` in a container engine's profile; none if it is missing. @throws {@link JsonError} if it has another shape */
export function archMapOf(document: JsonObject): ArchMapEntry[] {
  return listOf(member(document, 'archMap'), 'archMap').map((node, i) => {
    const entry = objectOf(node, `archMap[${i}]`);
    return {
      architecture: textOf(member(entry, 'architecture'), `archMap[${i}].architecture`) ?? '',
      subArchitectures: textsOf(member(entry, 'subArchitectures'), `archMap[${i}].subArchitectures`),
    };
  });
}
