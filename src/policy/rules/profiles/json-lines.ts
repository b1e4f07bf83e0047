import { isObject, pointerStep } from '../../../kubernetes/manifest';

/** JSON text with the place of each line in the value that it was written from. */
export interface JsonLines {
  readonly text: string;
  /** JSON pointer of a line, from 1, below the value. */
  readonly pointerOf: (line: number) => string;
}

/** Deepest value that has lines of its own. */
const DEEPEST = 8;

/** Returns a value as JSON, one line for each key and each item. */
export function jsonLines(value: unknown): JsonLines {
  const lines: string[] = [];
  const pointers: string[] = [];
  write(value, '', '', '', 0);
  return { text: lines.join('\n'), pointerOf: (line) => pointers[line - 1] ?? '' };

  function write(each: unknown, pointer: string, before: string, after: string, depth: number): void {
    const entries = depth < DEEPEST ? entriesOf(each) : [];
    const isList = Array.isArray(each);
    if (entries.length === 0) {
      add(`${before}${JSON.stringify(each) ?? 'null'}${after}`, pointer);
      return;
    }
    add(`${before}${isList ? '[' : '{'}`, pointer);
    entries.forEach(([key, child], i) => {
      const name = isList ? '' : `${JSON.stringify(key)}: `;
      write(child, pointer + pointerStep(key), name, i + 1 < entries.length ? ',' : '', depth + 1);
    });
    add(`${isList ? ']' : '}'}${after}`, pointer);
  }

  function add(line: string, pointer: string): void {
    lines.push(line);
    pointers.push(pointer);
  }
}

function entriesOf(value: unknown): [string, unknown][] {
  if (Array.isArray(value)) return value.map((item, i) => [String(i), item]);
  return isObject(value) ? Object.entries(value) : [];
}
