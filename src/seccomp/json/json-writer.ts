import type { JsonNode } from './json-reader';

/** Writes a JSON value in the layout of `JSON.stringify(value, null, 2)`. Numbers keep the digits that were read. */
export function renderJson(node: JsonNode, indent = ''): string {
  if (node.kind === 'text') return JSON.stringify(node.text);
  if (node.kind === 'number') return node.text;
  if (node.kind === 'word') return node.word;
  const inner = `${indent}  `;
  if (node.kind === 'list')
    return block(
      '[]',
      indent,
      node.items.map((item) => inner + renderJson(item, inner)),
    );
  const members = node.members.map(({ key, value }) => `${inner}${JSON.stringify(key)}: ${renderJson(value, inner)}`);
  return block('{}', indent, members);
}

function block(brackets: string, indent: string, lines: readonly string[]): string {
  if (lines.length === 0) return brackets;
  return `${brackets[0]}\n${lines.join(',\n')}\n${indent}${brackets[1]}`;
}
