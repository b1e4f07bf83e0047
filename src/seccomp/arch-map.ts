import type { JsonObject } from './json/json-reader';
import { listOf, member, objectOf, textOf, textsOf } from './json/json-shape';

/** An interface, and those that its programs may use beside it. */
export interface ArchMapEntry {
  readonly architecture: string;
  readonly subArchitectures: ReadonlyArray<string>;
}

/** What `archMap` of a container engine's profile lists; nothing if it is missing. @throws JsonError if it has another shape */
export function archMapOf(document: JsonObject): ArchMapEntry[] {
  return listOf(member(document, 'archMap'), 'archMap').map((node, i) => {
    const entry = objectOf(node, `archMap[${i}]`);
    return {
      architecture: textOf(member(entry, 'architecture'), `archMap[${i}].architecture`) ?? '',
      subArchitectures: textsOf(member(entry, 'subArchitectures'), `archMap[${i}].subArchitectures`),
    };
  });
}
