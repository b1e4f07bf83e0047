import { fileWord } from './parsed-include';
import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement } from './statement';

/** The version of the AppArmor language that a file is written for: `abi <abi/3.0>,`. */
export class ParsedAbi extends AppArmorStatement {
  /** @internal */
  public static _of(place: AppArmorStatementProps, path: string, searched: boolean): ParsedAbi {
    return new ParsedAbi(place, path, searched);
  }

  private constructor(
    place: AppArmorStatementProps,
    /** Path of the file that describes the version, relative to /etc/apparmor.d if `searched`. */
    public readonly path: string,
    /** True for the form `<path>`, which is relative to /etc/apparmor.d. */
    public readonly searched: boolean,
  ) {
    super(place);
  }

  /** @internal */
  public _lines(): string[] {
    return [`abi ${fileWord(this.path, this.searched)},`];
  }
}
