import { renderVariable } from '../variables';
import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement } from './statement';

/** Values of a variable: `@{DATA}=/data/ /srv/`, or additional values: `@{DATA}+=/more/`. */
export class ParsedVariable extends AppArmorStatement {
  /** @internal */
  public static _of(place: AppArmorStatementProps, name: string, values: string[], adds: boolean): ParsedVariable {
    return new ParsedVariable(place, name, values, adds);
  }

  private constructor(
    place: AppArmorStatementProps,
    /** Name without `@{}`. */
    public readonly name: string,
    /** Values: parts of paths, as AppArmor globs. */
    public readonly values: string[],
    /** True if the values are added to the existing ones. */
    public readonly adds: boolean,
  ) {
    super(place);
  }

  /** @internal */
  public _lines(): string[] {
    return [renderVariable(this.name, this.values, this.adds)];
  }
}

/** Adds the values of a statement to its variable, or declares the variable. */
export function addValues(variables: Map<string, string[]>, { name, values, adds }: ParsedVariable): void {
  const before = variables.get(name);
  if (adds && before !== undefined) before.push(...values);
  else variables.set(name, [...values]);
}
