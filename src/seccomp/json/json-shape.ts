import { JsonError } from './json-reader';
import type { JsonNode, JsonObject } from './json-reader';

/** The value of a key; the last one of several, as every reader takes it. Absent and null are the same. */
export function member(object: JsonObject, key: string): JsonNode | undefined {
  const value = object.members.filter((each) => each.key === key).at(-1)?.value;
  return value?.kind === 'word' && value.word === 'null' ? undefined : value;
}

/** @throws JsonError if the value is no object */
export function objectOf(node: JsonNode, where: string): JsonObject {
  if (node.kind !== 'object') throw mismatch(node, where, 'an object');
  return node;
}

/** @throws JsonError if the value is there and no text */
export function textOf(node: JsonNode | undefined, where: string): string | undefined {
  if (node === undefined || node.kind === 'text') return node?.text;
  throw mismatch(node, where, 'a text');
}

/** @throws JsonError if the value is there and no number */
export function numberOf(node: JsonNode | undefined, where: string): number | undefined {
  if (node === undefined) return undefined;
  if (node.kind === 'number') return Number(node.text);
  throw mismatch(node, where, 'a number');
}

/** The items of a list of texts; none if it is absent. @throws JsonError if it is something else */
export function textsOf(node: JsonNode | undefined, where: string): string[] {
  return listOf(node, where).map((item, i) => textOf(item, `${where}[${i}]`) ?? '');
}

/** The items of a list; none if it is absent. @throws JsonError if it is something else */
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
