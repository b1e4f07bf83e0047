import type { AppArmorRule } from '../rule';
import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement } from './statement';

/** A rule that was read. */
export class ParsedRule extends AppArmorStatement {
  /** @internal */
  public static _of(place: AppArmorStatementProps, rule: AppArmorRule): ParsedRule {
    return new ParsedRule(place, rule);
  }

  private constructor(
    place: AppArmorStatementProps,
    /** Rule, which can contain everything that the parser accepts, even if typed profiles cannot. */
    public readonly rule: AppArmorRule,
  ) {
    super(place);
  }

  /** @internal */
  public _lines(): string[] {
    return [this.rule.render()];
  }
}
