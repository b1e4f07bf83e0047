import { commentLines } from '../rule';

/** Where a statement stands in a text, and the comments that belong to it. */
export interface AppArmorStatementProps {
  /** Line on which it begins, from 1. */
  readonly line: number;

  /** Column at which it begins, from 1, in UTF-16 code units. */
  readonly column: number;

  /**
   * Comment lines right above it, without their `#`.
   *
   * @default - none
   */
  readonly comment?: string;

  /**
   * The comment behind it on its last line.
   *
   * @default - none
   */
  readonly trailingComment?: string;

  /** An empty line stands above it. @internal */
  readonly _spaced?: boolean;
}

/** One thing that a profile's text says. */
export abstract class AppArmorStatement {
  /** Line on which it begins, from 1. */
  public readonly line: number;

  /** Column at which it begins, from 1, in UTF-16 code units. */
  public readonly column: number;

  /** Comment lines right above it, without their `#`. */
  public readonly comment?: string;

  /** The comment behind it on its last line. */
  public readonly trailingComment?: string;

  /** @internal */
  public readonly _spaced: boolean;

  protected constructor(props: AppArmorStatementProps) {
    this.line = props.line;
    this.column = props.column;
    this.comment = props.comment;
    this.trailingComment = props.trailingComment;
    this._spaced = props._spaced === true;
  }

  /** Its lines without comments and indentation. @internal */
  public abstract _lines(): string[];
}

/** Statements as lines, with their comments, and an empty line where one stood. */
export function statementLines(statements: ReadonlyArray<AppArmorStatement>): string[] {
  return statements.flatMap((statement, i) => {
    const lines = statement._lines();
    const last = lines.length - 1;
    const behind = statement.trailingComment;
    return [
      ...(statement._spaced && i > 0 ? [''] : []),
      ...commentLines(statement.comment),
      ...(behind === undefined ? lines : [...lines.slice(0, last), `${lines[last]} # ${behind}`.trimEnd()]),
    ];
  });
}

/** Statements as the lines of a block, `head {` before and `}` behind them. */
export function blockLines(head: string, statements: ReadonlyArray<AppArmorStatement>): string[] {
  const body = statementLines(statements).map((line) => (line === '' ? '' : `  ${line}`));
  return [head === '' ? '{' : `${head} {`, ...body, '}'];
}
