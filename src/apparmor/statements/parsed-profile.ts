import { globListWord, globWord } from '../glob/glob';
import { ParsedBlock } from './parsed-block';
import { ParsedCondition } from './parsed-condition';
import { ParsedInclude } from './parsed-include';
import { ParsedRule } from './parsed-rule';
import type { AppArmorStatementProps } from './statement';
import { AppArmorStatement, blockLines } from './statement';

/** What stands before the brace of a profile. */
export interface ProfileHead {
  readonly parent?: string;
  readonly name: string;
  readonly hat: boolean;
  readonly attachment?: string;
  readonly xattrs: { readonly [name: string]: string };
  readonly flags: string[];
}

/** A profile, a child of one, or a hat, that was read. */
export class ParsedProfile extends AppArmorStatement {
  /** @internal */
  public static _of(place: AppArmorStatementProps, head: ProfileHead, statements: AppArmorStatement[]): ParsedProfile {
    return new ParsedProfile(place, head, statements);
  }

  /** Name as it is written. */
  public readonly name: string;

  /** Name as the kernel knows it: a child or hat as `parent//name`. */
  public readonly fullName: string;

  /** True for a hat, into which a program changes by itself and back. */
  public readonly hat: boolean;

  /** Programs that the profile is laid on by their path, as an AppArmor glob; a name that is a path does so, too. */
  public readonly attachment?: string;

  /** Values of extended attributes that such a program must have, as AppArmor globs. */
  public readonly xattrs: { readonly [name: string]: string };

  /** Flags, as they are written. */
  public readonly flags: string[];

  /** What stands in it, in its order. */
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

  /** Its rules, those in blocks and in both branches of conditions among them; not those of children. */
  public get rules(): ParsedRule[] {
    return within(this.statements).filter((each) => each instanceof ParsedRule);
  }

  /** Files that it includes. */
  public get includes(): ParsedInclude[] {
    return within(this.statements).filter((each) => each instanceof ParsedInclude);
  }

  /** Its children and hats. */
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

/** Statements, and those in blocks and conditions in their place. */
export function within(statements: ReadonlyArray<AppArmorStatement>): AppArmorStatement[] {
  return statements.flatMap((each) => {
    if (each instanceof ParsedBlock) return within(each.statements);
    if (each instanceof ParsedCondition) return within([...each.then, ...(each.otherwise ?? [])]);
    return [each];
  });
}
