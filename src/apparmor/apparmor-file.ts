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

/** How an AppArmor text is read. */
export interface AppArmorParseOptions {
  /**
   * Name of the file, for errors.
   *
   * @default "profile"
   */
  readonly file?: string;

  /**
   * The parser whose language is taken; what came later is an error.
   *
   * @default AppArmorParserVersion.V3_0
   */
  readonly parserVersion?: AppArmorParserVersion;

  /**
   * The text is what profiles include, such as an abstraction: rules without a profile around them.
   *
   * @default false - profiles, and what stands before them
   */
  readonly included?: boolean;
}

/**
 * A file of AppArmor profiles that exists, read whole: every rule, with its comments and its line.
 *
 * The language is that of apparmor_parser: what it takes is read, be it wise or not, and what is rendered compiles to the
 * same policy. Files that are included are not followed.
 */
export class AppArmorFile {
  /**
   * Reads a text.
   *
   * @throws AppArmorSyntaxError with file, line and column at the first thing that isn't the language
   */
  public static parse(text: string, options: AppArmorParseOptions = {}): AppArmorFile {
    const file = options.file ?? 'profile';
    const parserVersion = options.parserVersion ?? AppArmorParserVersion.V3_0;
    const reader = new FileReader(new Scanner(text, file), parserVersion);
    const statements = reader.read(options.included === true ? 'rules' : 'profiles');
    return new AppArmorFile(file, parserVersion, statements, text.length);
  }

  /**
   * Reads a text that may be either: profiles, or what profiles include.
   *
   * @throws AppArmorSyntaxError at the place up to which one of the two could be read
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
    /** The parser whose language was taken. */
    public readonly parserVersion: AppArmorParserVersion,
    /** What stands in it, in its order. */
    public readonly statements: AppArmorStatement[],
    /** Length of the text. @internal */
    public readonly _length: number,
  ) {}

  /** Its profiles, without their children. */
  public get profiles(): ParsedProfile[] {
    return this.statements.filter((each) => each instanceof ParsedProfile);
  }

  /** What stands beside its profiles: variables, aliases, includes, comments, which rules the author knew of. */
  public get preamble(): AppArmorStatement[] {
    return this.statements.filter((each) => !(each instanceof ParsedProfile));
  }

  /** Files that it includes, beside its profiles and in them. */
  public get includes(): ParsedInclude[] {
    return includesIn(this.statements);
  }

  /**
   * A profile of the file as a typed one, which a loader brings to the nodes. Comments that belong to no rule stay behind.
   *
   * @param name name of the profile; may be left out if there is but one
   * @throws InputError that names whatever no profile of a container has: attachments, hats, conditions, blocks, files of the
   * node other than abstractions, rules that no author may write
   */
  public toProfile(name?: string): AppArmorProfile {
    const named = this.profiles.filter((each) => name === undefined || each.name === name);
    const [profile, ...others] = named;
    if (profile === undefined || others.length > 0) {
      const there = this.profiles.map((each) => quote(each.name)).join(', ');
      throw new InputError(`AppArmor file ${quote(this.file)}`, [
        `toProfile needs the name of one profile, got ${quote(name)}: there is ${there === '' ? 'none' : there}`,
      ]);
    }
    return new AppArmorProfile(typedProfile(this, profile));
  }

  /** The text of the whole file; it compiles to the policy to which the text that was read compiles. */
  public render(): string {
    const lines = statementLines(this.statements);
    return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  }
}

/**
 * Reads a text of AppArmor profiles, in the language of AppArmor 3.0.
 *
 * @throws AppArmorSyntaxError with file, line and column at the first thing that isn't the language
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
