import { Problems, quote } from '../input-error';
import type { Glob } from './glob';
import { parseGlob, textProblem } from './glob';
import { parsePath } from './path';

/** Kinds of AppArmor rules, as apparmor.d(5) of AppArmor 3.0 has them. */
export enum AppArmorRuleKind {
  RLIMIT = 'rlimit',
  CAPABILITY = 'capability',
  NETWORK = 'network',
  UNIX = 'unix',
  SIGNAL = 'signal',
  PTRACE = 'ptrace',
  MOUNT = 'mount',
  REMOUNT = 'remount',
  UMOUNT = 'umount',
  PIVOT_ROOT = 'pivot_root',
  CHANGE_PROFILE = 'change_profile',
  FILE = 'file',
  LINK = 'link',
}

/** A remark on a rule. */
export interface AppArmorRemark {
  /**
   * Why the rule is there; written above it in the profile. May have several lines.
   *
   * @default - none
   */
  readonly comment?: string;
}

/** What almost every AppArmor rule can say of itself. */
export interface AppArmorQualifiers extends AppArmorRemark {
  /**
   * Refuse instead of allow. A refusal wins over every allowance, however narrow that is, and isn't logged unless `audit` is set.
   *
   * @default false
   */
  readonly deny?: boolean;

  /**
   * Log each use, also of what is allowed; for a refusal: log it.
   *
   * @default false
   */
  readonly audit?: boolean;
}

/**
 * One rule of an AppArmor profile. What isn't allowed by a rule is refused, whatever the kind.
 *
 * The language is that of AppArmor 3.0; the parser of 3.0.8 compiles whatever the rules of this library render.
 */
export abstract class AppArmorRule {
  /** Kind of the rule. */
  public abstract readonly kind: AppArmorRuleKind;

  /** True if the rule refuses. */
  public readonly denies: boolean;

  /** True if each use is logged. */
  public readonly audit: boolean;

  /** Why the rule is there. */
  public readonly comment?: string;

  protected constructor(qualifiers: AppArmorQualifiers) {
    this.denies = qualifiers.deny === true;
    this.audit = qualifiers.audit === true;
    this.comment = qualifiers.comment;
  }

  /** The rule as one line of a profile, with its comma; the comment isn't part of it. */
  public render(): string {
    return `${this.audit ? 'audit ' : ''}${this.denies ? 'deny ' : ''}${this._text()},`;
  }

  /** The rule without `audit`, `deny` and the comma. @internal */
  public abstract _text(): string;

  /** Every glob of the rule, for the check of variables. @internal */
  public _globs(): ReadonlyArray<Glob> {
    return [];
  }

  /** Those globs of the rule that are paths of the file system. @internal */
  public _paths(): ReadonlyArray<Glob> {
    return [];
  }
}

/** Starts the check of a rule's props, with what all rules have. */
export function ruleProblems(remark: AppArmorRemark): Problems {
  const problems = new Problems();
  problems.add(commentProblem(remark.comment));
  return problems;
}

/** Reads the path in a field, or notes what is wrong with it. */
export function pathField(problems: Problems, field: string, text: string): Glob {
  const result = parsePath(text);
  if ('glob' in result) return result.glob;
  problems.add(`${field} ${result.problem}`);
  return [];
}

/** Reads the glob in a field, or notes what is wrong with it. */
export function globField(problems: Problems, field: string, text: string): Glob {
  const result = parseGlob(text);
  if ('glob' in result) return result.glob;
  problems.add(`${field} ${result.problem}`);
  return [];
}

/** Says which of the words aren't among those of a closed list. */
export function unknownWords(
  field: string,
  got: ReadonlyArray<unknown>,
  allowed: ReadonlyArray<unknown>,
): string | undefined {
  const unknown = got.filter((word) => !allowed.includes(word));
  if (unknown.length === 0) return undefined;
  return `${field} has ${unknown.map(quote).join(', ')}: use ${allowed.join(', ')}`;
}

/** Says why a comment cannot stand in a profile. */
export function commentProblem(comment: string | undefined): string | undefined {
  if (comment === undefined) return undefined;
  if (typeof comment !== 'string') return `comment must be a text, got ${quote(comment)}`;
  // its lines are checked one by one: an empty one is fine, a control character could hide a rule from a reader
  const problem = comment
    .split('\n')
    .filter((line) => line !== '')
    .map(textProblem)
    .find((p) => p !== undefined);
  return problem === undefined ? undefined : `comment ${problem}`;
}

/** Comment lines, each behind "# "; the blank keeps a text "include …" from being an include. */
export function commentLines(comment: string | undefined): string[] {
  return comment === undefined || comment === '' ? [] : comment.split('\n').map((line) => `# ${line}`.trimEnd());
}

/** Items without repetition, in their first order. */
export function distinct<T>(items: ReadonlyArray<T>): T[] {
  return [...new Set(items)];
}
