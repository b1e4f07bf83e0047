import { renderExactJson, type ExactJson } from './exact-json';
import { readJson, type JsonMember, type JsonNode, type JsonObject } from './json-reader';

const AT = { line: 1, column: 1 };

export function nodeOf(value: ExactJson): JsonNode {
  return readJson(renderExactJson(value));
}

export function listNode(items: ReadonlyArray<JsonNode>): JsonNode {
  return { kind: 'list', items, ...AT };
}

export function memberOf(key: string, value: JsonNode): JsonMember {
  return { key, value, ...AT };
}

/** Returns an object with changed members, which replace those with the same keys or are added at the end. */
export function withMembers(
  object: JsonObject,
  changes: ReadonlyArray<JsonMember>,
  gone: ReadonlyArray<string> = [],
): JsonObject {
  const kept = object.members
    .filter(({ key }) => !gone.includes(key))
    .map((each) => changes.find(({ key }) => key === each.key) ?? each);
  const added = changes.filter(({ key }) => !object.members.some((each) => each.key === key));
  return { ...object, members: [...kept, ...added] };
}
