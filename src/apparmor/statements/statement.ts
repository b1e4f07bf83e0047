import { commentLines } from '../rule';

/** Place of a statement in a text, and its comments. */
export interface AppArmorStatementProps {
  /** Line of the start, from 1. */
  readonly line: number;

  /** Column of the start, from 1, in UTF-16 code units. */
  readonly column: number;

  /**
   * Comment lines right above the statement, without `#`.
   *
   * @default - none
   */
  readonly comment?: string;

  /**
   * Comment after the statement, on its last line.
   *
   * @default - none
   */
  readonly trailingComment?: string;

  /** True if an empty line is above the statement. @internal */
  readonly _spaced?: boolean;
}

/** A statement in the text of a profile. */
export abstract class AppArmorStatement {
  /** Line of the start, from 1. */
  public readonly line: number;

  /** Column of the start, from 1, in UTF-16 code units. */
  public readonly column: number;

  /** Comment lines right above the statement, without `#`. */
  public readonly comment?: string;

  /** Comment after the statement, on its last line. */
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

  /** Returns the lines of the statement, without comments and indentation. @internal */
  public abstract _lines(): string[];
}

/** Returns the lines of statements, with their comments and the empty lines of the text that was read. */
export function statementLines(statements: ReadonlyArray<AppArmorStatement>): string[] {
  return statements.flatMap((statement, i) => {
    const lines = statement._lines();
    const last = lines.length - 1;
    const trailing = statement.trailingComment;
    return [
      ...(statement._spaced && i > 0 ? [''] : []),
      ...commentLines(statement.comment),
      ...(trailing === undefined ? lines : [...lines.slice(0, last), `${lines[last]} # ${trailing}`.trimEnd()]),
    ];
  });
}

/** Returns the lines of a block: `head {`, the statements, and `}`. */
export function blockLines(head: string, statements: ReadonlyArray<AppArmorStatement>): string[] {
  const body = statementLines(statements).map((line) => (line === '' ? '' : `  ${line}`));
  return [head === '' ? '{' : `${head} {`, ...body, '}'];
}
