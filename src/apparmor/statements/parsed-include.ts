import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement } from './statement';

/** An include of a file or a folder of files: `include <abstractions/base>`. */
export class ParsedInclude extends AppArmorStatement {
  /** @internal */
  public static _of(place: AppArmorStatementProps, path: string, optional: boolean, searched: boolean): ParsedInclude {
    return new ParsedInclude(place, path, optional, searched);
  }

  private constructor(
    place: AppArmorStatementProps,
    /** Path of the file, relative to /etc/apparmor.d if `searched`. */
    public readonly path: string,
    /** True if the file is optional: `if exists`. */
    public readonly optional: boolean,
    /** True for the form `<path>`, which is relative to /etc/apparmor.d. */
    public readonly searched: boolean,
  ) {
    super(place);
  }

  /** @internal */
  public _lines(): string[] {
    return [`include ${this.optional ? 'if exists ' : ''}${fileWord(this.path, this.searched)}`];
  }
}

/** Returns the name of a file in the form that `include` and `abi` use. */
export function fileWord(path: string, searched: boolean): string {
  return searched ? `<${path}>` : `"${path}"`;
}
