import { renderVariable } from '../variables';
import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement } from './statement';

/** Values of a variable: `@{DATA}=/data/ /srv/`, or more of them: `@{DATA}+=/more/`. */
export class ParsedVariable extends AppArmorStatement {
  /** @internal */
  public static _of(place: AppArmorStatementProps, name: string, values: string[], adds: boolean): ParsedVariable {
    return new ParsedVariable(place, name, values, adds);
  }

  private constructor(
    place: AppArmorStatementProps,
    /** Name without `@{}`. */
    public readonly name: string,
    /** Values, each a part of a path as an AppArmor glob. */
    public readonly values: string[],
    /** True if they are added to those that are there. */
    public readonly adds: boolean,
  ) {
    super(place);
  }

  /** @internal */
  public _lines(): string[] {
    return [renderVariable(this.name, this.values, this.adds)];
  }
}

/** Adds the values of a statement to those of its variable, or declares it. */
export function addValues(variables: Map<string, string[]>, { name, values, adds }: ParsedVariable): void {
  const before = variables.get(name);
  if (adds && before !== undefined) before.push(...values);
  else variables.set(name, [...values]);
}
