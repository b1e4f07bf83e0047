import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement, blockLines } from './statement';

/** Rules with common qualifiers: `owner { … }`. */
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
    /** True if each use of the rules is logged. */
    public readonly audit: boolean,
    /** True if the block has the word `allow`, which does not change the meaning of the rules. */
    public readonly allow: boolean,
    /** True if the rules apply only to files that belong to the user ID of the process. */
    public readonly owner: boolean,
    /** Statements of the block. */
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
