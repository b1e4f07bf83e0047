/** JSON value with integers that a JavaScript number cannot represent exactly. */
export type ExactJson =
  string | number | bigint | readonly ExactJson[] | { readonly [key: string]: ExactJson | undefined };

/**
 * Writes JSON in the layout of `JSON.stringify(value, null, 2)`, with every bigint as an exact integer.
 *
 * `JSON.stringify` rejects bigints, and `JSON.rawJSON` is missing in Node.js 20.
 */
export function renderExactJson(value: ExactJson, indent = ''): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object') return JSON.stringify(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    return block(
      '[]',
      indent,
      value.map((item) => inner + renderExactJson(item, inner)),
    );
  }
  const entries = Object.entries(value).flatMap(([key, item]) =>
    item === undefined ? [] : [`${inner}${JSON.stringify(key)}: ${renderExactJson(item, inner)}`],
  );
  return block('{}', indent, entries);
}

function isList(value: object): value is readonly ExactJson[] {
  return Array.isArray(value);
}

function block(brackets: string, indent: string, lines: readonly string[]): string {
  if (lines.length === 0) return brackets;
  return `${brackets[0]}\n${lines.join(',\n')}\n${indent}${brackets[1]}`;
}
