import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement, blockLines } from './statement';

/** Rules with words in common: `owner { … }`. */
export class ParsedBlock extends AppArmorStatement {
  /** @internal */
  public static _of(
    place: AppArmorStatementProps,
    qualifiers: { readonly audit: boolean; readonly allow: boolean; readonly owner: boolean },
    statements: AppArmorStatement[],
  ): ParsedBlock {
    return new ParsedBlock(place, qualifiers.audit, qualifiers.allow, qualifiers.owner, statements);
  }

  private constructor(
    place: AppArmorStatementProps,
    /** True if each use is logged. */
    public readonly audit: boolean,
    /** True if the block says `allow`, which rules mean anyway. */
    public readonly allow: boolean,
    /** True if the rules are only about files of the process's user id. */
    public readonly owner: boolean,
    /** What stands in it. */
    public readonly statements: AppArmorStatement[],
  ) {
    super(place);
  }

  /** @internal */
  public _lines(): string[] {
    const words = [this.audit && 'audit', this.allow && 'allow', this.owner && 'owner'].filter(
      (word) => word !== false,
    );
    return blockLines(words.join(' '), this.statements);
  }
}
