/** Fenced block of a Markdown page. */
export interface Block {
  readonly page: string;
  /** Line of the opening fence, counted from 1. */
  readonly line: number;
  /** Language of the fence, empty if it has none. */
  readonly language: string;
  readonly text: string;
  /** Reason why CI cannot run the block: `<!-- needs: … -->` before it. */
  readonly needs?: string;
  /** Commands that prepare the folder of the block: `<!-- setup: … -->` before it. */
  readonly setup?: string;
}

const COMMENTS_BEFORE = /(?:<!--(?:(?!-->).)*-->\s*)+$/s;

/** Fenced blocks of a page, with the comments directly before each. */
export function blocksOf(page: string, markdown: string): Block[] {
  const lines = markdown.split('\n');
  const blocks: Block[] = [];
  for (let i = 0; i < lines.length; i++) {
    const [, indent, fence, language] = /^( *)(`{3,})(\S*)/.exec(lines[i] ?? '') ?? [];
    if (indent === undefined || fence === undefined) continue;
    const start = i;
    for (i++; i < lines.length && lines[i]?.trim() !== fence;) i++;
    if (i === lines.length) throw new Error(`${page}:${start + 1}: the block has no end`);
    const text = lines.slice(start + 1, i).map((line) => line.replace(new RegExp(`^ {0,${indent.length}}`), ''));
    const comments = COMMENTS_BEFORE.exec(lines.slice(0, start).join('\n'))?.[0] ?? '';
    blocks.push({
      page,
      line: start + 1,
      language: language ?? '',
      text: `${text.join('\n')}\n`,
      needs: commentOf(comments, 'needs'),
      setup: commentOf(comments, 'setup'),
    });
  }
  return blocks;
}

function commentOf(comments: string, key: string): string | undefined {
  return new RegExp(`<!-- ${key}: ((?:(?!-->).)*?)\\s*-->`, 's').exec(comments)?.[1];
}

/** Name of the file that a block shows, from the comment in its first line: `# cdk8s.yaml`, `// own.js`. */
export function fileOf({ text }: Block): string | undefined {
  return /^(?:#|\/\/) ([\w./-]+\.\w+)\n/.exec(text)?.[1];
}
