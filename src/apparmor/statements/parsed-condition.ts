import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement, blockLines } from './statement';

/** Statements with a condition: `if ${local} { … } else { … }`. */
export class ParsedCondition extends AppArmorStatement {
  /** @internal */
  public static _of(
    place: AppArmorStatementProps,
    test: string,
    then: AppArmorStatement[],
    otherwise?: AppArmorStatement[],
  ): ParsedCondition {
    return new ParsedCondition(place, test, then, otherwise);
  }

  private constructor(
    place: AppArmorStatementProps,
    /** Condition, such as `not defined @{DATA}`. */
    public readonly test: string,
    /** Statements that apply if the condition is true. */
    public readonly then: AppArmorStatement[],
    /** Statements that apply if the condition is false. */
    public readonly otherwise?: AppArmorStatement[],
  ) {
    super(place);
  }

  /** @internal */
  public _lines(): string[] {
    const lines = blockLines(`if ${this.test}`, this.then);
    if (this.otherwise === undefined) return lines;
    const [only, ...others] = this.otherwise;
    const chained = only instanceof ParsedCondition && others.length === 0 && only.comment === undefined;
    const [first = '', ...rest] = chained ? only._lines() : blockLines('', this.otherwise);
    return [...lines.slice(0, -1), `} else ${first}`, ...rest];
  }
}
