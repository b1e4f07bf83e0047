/** Returns a table. Cells are Markdown. */
export function table(head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Escapes plain text for Markdown. Text in backticks stays code. */
export function plain(text: string): string {
  return text.replace(/[\\|<>*_[\]]/g, (c) => `\\${c}`);
}
