import { InputError, quote } from '../diagnostics/input-error';
import { AppArmorParserVersion } from './parser-version';
import { AppArmorProfile } from './profile';
import { FileReader } from './reading/file-reader';
import { Scanner } from './reading/scanner';
import { ParsedInclude } from './statements/parsed-include';
import { ParsedProfile, within } from './statements/parsed-profile';
import type { AppArmorStatement } from './statements/statement';
import { statementLines } from './statements/statement';
import { AppArmorSyntaxError } from '../diagnostics/profile-syntax-error';
import { typedProfile } from './typed-profile';

/** Options for reading an AppArmor text. */
export interface AppArmorParseOptions {
  /**
   * Name of the file in errors.
   *
   * @default "profile"
   */
  readonly file?: string;

  /**
   * Version of the parser whose language is read. A part of the text that needs a later version is an error.
   *
   * @default AppArmorParserVersion.V3_0
   */
  readonly parserVersion?: AppArmorParserVersion;

  /**
   * True to read a text that profiles include, such as an abstraction: rules without a profile around them.
   *
   * @default false - the text contains profiles, and statements before them
   */
  readonly included?: boolean;
}

/**
 * An existing file of AppArmor profiles: every rule, with its comments and its line.
 *
 * Every text that apparmor_parser accepts can be read, even if its rules are unsafe. The rendered text compiles to the
 * same policy as the text that was read. Includes are not followed.
 */
export class AppArmorFile {
  /**
   * Reads a text.
   *
   * @throws {@link AppArmorSyntaxError} at the first part of the text that is not in the parser's language
   */
  public static parse(text: string, options: AppArmorParseOptions = {}): AppArmorFile {
    const file = options.file ?? 'profile';
    const parserVersion = options.parserVersion ?? AppArmorParserVersion.V3_0;
    const reader = new FileReader(new Scanner(text, file), parserVersion);
    const statements = reader.read(options.included === true ? 'rules' : 'profiles');
    return new AppArmorFile(file, parserVersion, statements, text.length);
  }

  /**
   * Reads a text that contains either profiles, or rules that profiles include.
   *
   * @throws {@link AppArmorSyntaxError} if the text is neither, at the farthest place that one of the two attempts reached
   */
  public static recognize(text: string, options: AppArmorParseOptions = {}): AppArmorFile {
    try {
      return AppArmorFile.parse(text, { ...options, included: false });
    } catch (asProfiles) {
      try {
        return AppArmorFile.parse(text, { ...options, included: true });
      } catch (asIncluded) {
        throw furthest(asProfiles, asIncluded);
      }
    }
  }

  private constructor(
    /** Name of the file. */
    public readonly file: string,
    /** Version of the parser whose language was read. */
    public readonly parserVersion: AppArmorParserVersion,
    /** Statements, in the order of the text. */
    public readonly statements: AppArmorStatement[],
    /** Length of the text. @internal */
    public readonly _length: number,
  ) {}

  /** Profiles of the file, without their children. */
  public get profiles(): ParsedProfile[] {
    return this.statements.filter((each) => each instanceof ParsedProfile);
  }

  /** Statements outside of profiles: variables, aliases, includes, comments and `abi`. */
  public get preamble(): AppArmorStatement[] {
    return this.statements.filter((each) => !(each instanceof ParsedProfile));
  }

  /** Includes, outside of profiles and in them. */
  public get includes(): ParsedInclude[] {
    return includesIn(this.statements);
  }

  /**
   * Returns a profile of the file as a typed profile, which a loader can install on nodes. Comments that belong to no rule
   * are dropped.
   *
   * @param name name of the profile; optional if the file contains only one
   * @throws {@link InputError} if the profile has parts that profiles of containers cannot have: attachments, hats,
   * conditions, blocks, files of the node other than abstractions, or rules that authors are not allowed to write
   */
  public toProfile(name?: string): AppArmorProfile {
    const named = this.profiles.filter((each) => name === undefined || each.name === name);
    const [profile, ...others] = named;
    if (profile === undefined || others.length > 0) {
      const there = this.profiles.map((each) => quote(each.name)).join(', ');
      throw new InputError(`AppArmor file ${quote(this.file)}`, [
        `toProfile needs the name of one profile, got ${quote(name)}: the file contains ${there === '' ? 'no profile' : there}`,
      ]);
    }
    return new AppArmorProfile(typedProfile(this, profile));
  }

  /** Returns the text of the whole file. It compiles to the same policy as the text that was read. */
  public render(): string {
    const lines = statementLines(this.statements);
    return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  }
}

/**
 * Reads a text of AppArmor profiles, in the language of AppArmor 3.0.
 *
 * @throws {@link AppArmorSyntaxError} at the first part of the text that is not in the parser's language
 */
export function parseAppArmor(text: string, file?: string): AppArmorFile {
  return AppArmorFile.parse(text, { file });
}

function includesIn(statements: ReadonlyArray<AppArmorStatement>): ParsedInclude[] {
  return within(statements).flatMap((each) => {
    if (each instanceof ParsedProfile) return includesIn(each.statements);
    return each instanceof ParsedInclude ? [each] : [];
  });
}

function furthest(a: unknown, b: unknown): unknown {
  if (!(a instanceof AppArmorSyntaxError && b instanceof AppArmorSyntaxError)) return a;
  return b.line > a.line || (b.line === a.line && b.column > a.column) ? b : a;
}
