/** A table; cells are Markdown. */
export function table(head: ReadonlyArray<string>, rows: ReadonlyArray<ReadonlyArray<string>>): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** Plain text as Markdown; what stands in backquotes is code there, too. */
export function plain(text: string): string {
  return text.replace(/[\\|<>*_[\]]/g, (c) => `\\${c}`);
}
