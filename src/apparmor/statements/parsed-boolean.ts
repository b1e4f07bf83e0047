import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement } from './statement';

/** A boolean variable, for conditions: `${local}=true`. */
export class ParsedBoolean extends AppArmorStatement {
  /** @internal */
  public static _of(place: AppArmorStatementProps, name: string, value: boolean): ParsedBoolean {
    return new ParsedBoolean(place, name, value);
  }

  private constructor(
    place: AppArmorStatementProps,
    /** Name without `${}`. */
    public readonly name: string,
    /** Value of the variable. */
    public readonly value: boolean,
  ) {
    super(place);
  }

  /** @internal */
  public _lines(): string[] {
    return [`\${${this.name}}=${this.value}`];
  }
}
