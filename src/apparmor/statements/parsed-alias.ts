import { globWord } from '../glob/glob';
import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement } from './statement';

/** What stands in rules on one path holds for another, too: `alias /home/ -> /mnt/home/,`. */
export class ParsedAlias extends AppArmorStatement {
  /** @internal */
  public static _of(place: AppArmorStatementProps, from: string, to: string): ParsedAlias {
    return new ParsedAlias(place, from, to);
  }

  private constructor(
    place: AppArmorStatementProps,
    /** The path that rules name. */
    public readonly from: string,
    /** The path for which they hold, too. */
    public readonly to: string,
  ) {
    super(place);
  }

  /** @internal */
  public _lines(): string[] {
    return [`alias ${globWord(this.from)} -> ${globWord(this.to)},`];
  }
}
