import { ParsedComment } from '../statements/parsed-comment';
import type { AppArmorStatement, AppArmorStatementProps } from '../statements/statement';
import type { Scanner } from './scanner';
import { seesComment, takeComment } from './trivia';

const BLANK_LINE = /\n[ \t\r]*\n/;

/** Comment lines without an empty line between them. */
interface CommentBlock {
  readonly text: string;
  readonly place: AppArmorStatementProps;
}

/** Space and comments before a statement. */
export interface Leading {
  /** The comment that belongs to the statement. */
  readonly comment?: CommentBlock;
  /** True if an empty line is right before the statement or its end. */
  readonly spaced: boolean;
}

/** Reads the comments before a statement. Those that an empty line separates from it are added to the statements. */
export function readLeading(scanner: Scanner, statements: AppArmorStatement[]): Leading {
  let block: { readonly lines: string[]; readonly place: AppArmorStatementProps } | undefined;
  for (;;) {
    const start = scanner.at;
    scanner.skipSpace();
    const spaced = BLANK_LINE.test(scanner.text.slice(start, scanner.at));
    if (block !== undefined && spaced) {
      statements.push(ParsedComment._of(block.place, commentText(block.lines)));
      block = undefined;
    }
    if (!seesComment(scanner))
      return block === undefined
        ? { spaced }
        : { comment: { text: commentText(block.lines), place: block.place }, spaced };
    const at = scanner.place(scanner.at);
    const text = takeComment(scanner);
    block ??= { lines: [], place: { ...at, _spaced: spaced } };
    block.lines.push(text);
  }
}

/** Reads a comment after a statement, on the same line. */
export function readTrailingComment(scanner: Scanner): string | undefined {
  scanner.skipBlanks();
  return seesComment(scanner) ? takeComment(scanner) : undefined;
}

/** Comment lines as one text, which is never empty: a `#` without text is a comment, too. */
function commentText(lines: ReadonlyArray<string>): string {
  return lines.join('\n') || ' ';
}
