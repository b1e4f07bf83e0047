import { globWord } from '../glob/glob';
import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement } from './statement';

/** A path whose rules also apply to another path: `alias /home/ -> /mnt/home/,`. */
export class ParsedAlias extends AppArmorStatement {
  /** @internal */
  public static _of(place: AppArmorStatementProps, from: string, to: string): ParsedAlias {
    return new ParsedAlias(place, from, to);
  }

  private constructor(
    place: AppArmorStatementProps,
    /** Path in rules. */
    public readonly from: string,
    /** Path to which the rules also apply. */
    public readonly to: string,
  ) {
    super(place);
  }

  /** @internal */
  public _lines(): string[] {
    return [`alias ${globWord(this.from)} -> ${globWord(this.to)},`];
  }
}
