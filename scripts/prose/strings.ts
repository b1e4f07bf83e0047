import * as ts from 'typescript';

/** Words that every sentence of some length contains one of, and lists of names do not. */
const FUNCTION_WORD =
  /(?:^|\s)(?:a|an|the|is|are|has|have|must|not|no|of|to|in|for|with|and|or|by|on|that|at|as)(?:\s|$)/i;

/** Properties whose strings are not prose: manifests of a rule's examples, expressions. */
const NOT_PROSE: ReadonlySet<string> = new Set(['good', 'bad', 'examples', 'cel']);

/**
 * Sentences among the strings of a TypeScript file, each on the line on which it begins, so that a finding's line is the
 * source's. Expressions in templates become `${}`.
 */
export function sentencesOf(name: string, text: string): string {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const lines: string[] = text.split('\n').map(() => '');
  visit(source);
  return `${lines.join('\n')}\n`;

  function visit(node: ts.Node): void {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isPropertyAssignment(node) && NOT_PROSE.has(node.name.getText())) return;
    const sentence = sentenceOf(node);
    if (sentence !== undefined) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      lines[line] = `${lines[line]} ${sentence}`.trim();
      return;
    }
    ts.forEachChild(node, visit);
  }
}

function sentenceOf(node: ts.Node): string | undefined {
  const text = textOf(node);
  // several lines are a file or a script that the program writes
  if (text === undefined || text.includes('\n')) return undefined;
  return FUNCTION_WORD.test(text) ? text : undefined;
}

function textOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.head.text + node.templateSpans.map((span) => `\${}${span.literal.text}`).join('');
}

/** First lines of a file's doc comments, each on its own line. */
export function firstLinesOf(text: string): string {
  const lines = text.split('\n');
  const first = lines.map((line, i) => {
    const [, opening, rest = ''] = /^\s*(\/\*\*)\s*(.*?)\s*(?:\*\/)?$/.exec(line) ?? [];
    if (opening !== undefined) return rest;
    const isSecond = /^\s*\/\*\*\s*$/.test(lines[i - 1] ?? '');
    return isSecond ? (/^\s*\*\s*(.*)$/.exec(line)?.[1] ?? '') : '';
  });
  return `${first.join('\n')}\n`;
}
