import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement } from './statement';

/** A file, or a folder of files, that is read at this place: `include <abstractions/base>`. */
export class ParsedInclude extends AppArmorStatement {
  /** @internal */
  public static _of(place: AppArmorStatementProps, path: string, optional: boolean, searched: boolean): ParsedInclude {
    return new ParsedInclude(place, path, optional, searched);
  }

  private constructor(
    place: AppArmorStatementProps,
    /** The file, relative to /etc/apparmor.d if `searched`. */
    public readonly path: string,
    /** True if the file may be missing: `if exists`. */
    public readonly optional: boolean,
    /** True for the form `<path>`, which is looked for below /etc/apparmor.d; false for a path as it is. */
    public readonly searched: boolean,
  ) {
    super(place);
  }

  /** @internal */
  public _lines(): string[] {
    return [`include ${this.optional ? 'if exists ' : ''}${fileWord(this.path, this.searched)}`];
  }
}

/** A file as `include` and `abi` name it. */
export function fileWord(path: string, searched: boolean): string {
  return searched ? `<${path}>` : `"${path}"`;
}
