import { fileWord } from './parsed-include';
import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement } from './statement';

/** Which rules the author knew of: `abi <abi/3.0>,`. */
export class ParsedAbi extends AppArmorStatement {
  /** @internal */
  public static _of(place: AppArmorStatementProps, path: string, searched: boolean): ParsedAbi {
    return new ParsedAbi(place, path, searched);
  }

  private constructor(
    place: AppArmorStatementProps,
    /** The file that lists them, relative to /etc/apparmor.d if `searched`. */
    public readonly path: string,
    /** True for the form `<path>`, which is looked for below /etc/apparmor.d; false for a path as it is. */
    public readonly searched: boolean,
  ) {
    super(place);
  }

  /** @internal */
  public _lines(): string[] {
    return [`abi ${fileWord(this.path, this.searched)},`];
  }
}
