import { JsonError } from './json-reader';
import type { JsonNode, JsonObject } from './json-reader';

/** Returns the value of a key; undefined if it is missing or null. The last one of duplicate keys counts, as in every reader. */
export function member(object: JsonObject, key: string): JsonNode | undefined {
  const value = object.members.filter((each) => each.key === key).at(-1)?.value;
  return value?.kind === 'word' && value.word === 'null' ? undefined : value;
}

/** Returns an object. @throws {@link JsonError} if the value is not an object */
export function objectOf(node: JsonNode, where: string): JsonObject {
  if (node.kind !== 'object') throw mismatch(node, where, 'an object');
  return node;
}

/** Returns a text; undefined if it is missing. @throws {@link JsonError} if the value is not a text */
export function textOf(node: JsonNode | undefined, where: string): string | undefined {
  if (node === undefined || node.kind === 'text') return node?.text;
  throw mismatch(node, where, 'a text');
}

/** Returns a number; undefined if it is missing. @throws {@link JsonError} if the value is not a number */
export function numberOf(node: JsonNode | undefined, where: string): number | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'number') return Number(node.text);
  throw mismatch(node, where, 'a number');
}

/** Returns the items of a list of texts; none if it is missing. @throws {@link JsonError} if the value is not a list of texts */
export function textsOf(node: JsonNode | undefined, where: string): string[] {
  return listOf(node, where).map((item, i) => textOf(item, `${where}[${i}]`) ?? '');
}

/** Returns the items of a list; none if it is missing. @throws {@link JsonError} if the value is not a list */
export function listOf(node: JsonNode | undefined, where: string): ReadonlyArray<JsonNode> {
  if (node === undefined) return [];
  if (node.kind === 'list') return node.items;
  throw mismatch(node, where, 'a list');
}

function mismatch(node: JsonNode, where: string, wanted: string): JsonError {
  return new JsonError(`${where} must be ${wanted}, got ${ARTICLES[node.kind]}`, node.line, node.column);
}

const ARTICLES: { readonly [kind in JsonNode['kind']]: string } = {
  object: 'an object',
  list: 'a list',
  text: 'a text',
  number: 'a number',
  word: 'true, false or null',
};
