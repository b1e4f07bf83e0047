/** Longest line of a comment. */
const WIDTH = 100;

/** Words that TypeScript and other tools obey in a comment. */
const DIRECTIVE = /^(@ts-|eslint|prettier-ignore|#)/;

/** Comment of one or more lines, each of which starts with `//`. Further lines are indented. */
export function commentLines(text: string, furtherIndent = ''): string[] {
  const lines: string[] = [];
  let current = '';
  // a line break in a text of the input must not end the comment
  for (const word of text.split(/[\s\p{Cc}\p{Zl}\p{Zp}]+/u).filter((each) => each !== '')) {
    const plain = word.replace(/\p{Cf}/gu, '');
    const isFull = current !== '' && current.length + 1 + plain.length > WIDTH;
    if (isFull) {
      lines.push(current);
      current = furtherIndent;
    }
    const isStart = current.trim() === '';
    const shown = isStart && DIRECTIVE.test(plain) ? `"${plain}"` : plain;
    current += isStart ? shown : ` ${shown}`;
  }
  return [...lines, current].map((each) => `// ${each}`.trimEnd());
}
