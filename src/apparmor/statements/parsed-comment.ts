import { commentLines } from '../rule';
import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement } from './statement';

/** A comment that belongs to no other statement. */
export class ParsedComment extends AppArmorStatement {
  /** @internal */
  public static _of(place: AppArmorStatementProps, text: string): ParsedComment {
    return new ParsedComment(place, text);
  }

  private constructor(
    place: AppArmorStatementProps,
    /** Lines of the comment, without `#`. */
    public readonly text: string,
  ) {
    super(place);
  }

  /** @internal */
  public _lines(): string[] {
    return commentLines(this.text);
  }
}
