import { globListWord, globWord } from '../glob/glob';
import { ParsedBlock } from './parsed-block';
import { ParsedCondition } from './parsed-condition';
import { ParsedInclude } from './parsed-include';
import { ParsedRule } from './parsed-rule';
import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement, blockLines } from './statement';

/** The text of a profile before its opening brace. */
export interface ProfileHead {
  readonly parent?: string;
  readonly name: string;
  readonly hat: boolean;
  readonly attachment?: string;
  readonly xattrs: { readonly [name: string]: string };
  readonly flags: string[];
}

/** A profile, child profile or hat that was read. */
export class ParsedProfile extends AppArmorStatement {
  /** @internal */
  public static _of(place: AppArmorStatementProps, head: ProfileHead, statements: AppArmorStatement[]): ParsedProfile {
    return new ParsedProfile(place, head, statements);
  }

  /** Name in the text. */
  public readonly name: string;

  /** Name in the kernel: `parent//name` for a child or hat. */
  public readonly fullName: string;

  /** True for a hat, which a program can enter and leave by itself. */
  public readonly hat: boolean;

  /** Paths of the programs that the profile applies to, as an AppArmor glob. A name that is a path has the same effect. */
  public readonly attachment?: string;

  /** Values of the extended attributes that these programs must have, as AppArmor globs. */
  public readonly xattrs: { readonly [name: string]: string };

  /** Flags in the text. */
  public readonly flags: string[];

  /** Statements, in the order of the text. */
  public readonly statements: AppArmorStatement[];

  private constructor(place: AppArmorStatementProps, head: ProfileHead, statements: AppArmorStatement[]) {
    super(place);
    this.name = head.name;
    this.fullName = head.parent === undefined ? head.name : `${head.parent}//${head.name}`;
    this.hat = head.hat;
    this.attachment = head.attachment;
    this.xattrs = head.xattrs;
    this.flags = head.flags;
    this.statements = statements;
  }

  /** Rules, including those in blocks and in both branches of conditions, without those of children. */
  public get rules(): ParsedRule[] {
    return within(this.statements).filter((each) => each instanceof ParsedRule);
  }

  /** Includes of the profile. */
  public get includes(): ParsedInclude[] {
    return within(this.statements).filter((each) => each instanceof ParsedInclude);
  }

  /** Child profiles and hats. */
  public get children(): ParsedProfile[] {
    return within(this.statements).filter((each) => each instanceof ParsedProfile);
  }

  /** @internal */
  public _lines(): string[] {
    const xattrs = Object.entries(this.xattrs).map(([name, value]) =>
      value === '' ? name : `${name}=${globListWord(value)}`,
    );
    const words = [
      this.hat ? 'hat' : 'profile',
      globWord(this.name),
      ...(this.attachment === undefined ? [] : [globWord(this.attachment)]),
      ...(xattrs.length === 0 ? [] : [`xattrs=(${xattrs.join(' ')})`]),
      ...(this.flags.length === 0 ? [] : [`flags=(${this.flags.join(', ')})`]),
    ];
    return blockLines(words.join(' '), this.statements);
  }
}

/** Returns the statements, with blocks and conditions replaced by their own statements. */
export function within(statements: ReadonlyArray<AppArmorStatement>): AppArmorStatement[] {
  return statements.flatMap((each) => {
    if (each instanceof ParsedBlock) return within(each.statements);
    if (each instanceof ParsedCondition) return within([...each.then, ...(each.otherwise ?? [])]);
    return [each];
  });
}
