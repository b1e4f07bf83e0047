import { Problems, quote } from '../diagnostics/input-error';
import type { Glob } from './glob/glob';
import { parseGlob, textProblem } from './glob/glob';
import { AppArmorParserVersion, isOlder } from './parser-version';
import { pathShapeProblem } from './path';

/** Kinds of AppArmor rules, as in apparmor.d(5) of AppArmor 4.1. */
export enum AppArmorRuleKind {
  RLIMIT = 'rlimit',
  ALL = 'all',
  CAPABILITY = 'capability',
  NETWORK = 'network',
  UNIX = 'unix',
  DBUS = 'dbus',
  SIGNAL = 'signal',
  PTRACE = 'ptrace',
  MQUEUE = 'mqueue',
  IO_URING = 'io_uring',
  USERNS = 'userns',
  MOUNT = 'mount',
  REMOUNT = 'remount',
  UMOUNT = 'umount',
  PIVOT_ROOT = 'pivot_root',
  CHANGE_PROFILE = 'change_profile',
  FILE = 'file',
  LINK = 'link',
}

/** A comment on a rule. */
export interface AppArmorRemark {
  /**
   * Reason for the rule, which the profile contains as a comment above the rule. Can have several lines.
   *
   * @default - none
   */
  readonly comment?: string;

  /** True for a rule that was read: everything that the parser accepts is accepted, even if it is unsafe. @internal */
  readonly _asRead?: boolean;
}

/** Qualifiers that almost every AppArmor rule can have. */
export interface AppArmorQualifiers extends AppArmorRemark {
  /**
   * True for a deny rule. A deny rule overrides every allow rule, even a more specific one. It is not logged unless `audit` is true.
   *
   * @default false
   */
  readonly deny?: boolean;

  /**
   * True to log each use of the rule: allowed access, or the access that a deny rule denies.
   *
   * @default false
   */
  readonly audit?: boolean;

  /**
   * Priority from -1000 to 1000: of several rules for the same access, the one with the highest priority applies. Needs AppArmor 4.1.
   *
   * @default - unset, which means 0
   */
  readonly priority?: number;

  /** True to write the word `allow`, which does not change the meaning of a rule. @internal */
  readonly _allow?: boolean;
}

const MOST_PRIORITY = 1000;

/**
 * One rule of an AppArmor profile. The kernel denies everything that no rule allows.
 *
 * Rules need AppArmor 3.0 unless their documentation names a later version. The parser of AppArmor 3.0.8 compiles the
 * rendered text of every rule that needs AppArmor 3.0.
 */
export abstract class AppArmorRule {
  /** Kind of the rule. */
  public abstract readonly kind: AppArmorRuleKind;

  /** True for a deny rule. */
  public readonly denies: boolean;

  /** True if each use of the rule is logged. */
  public readonly audit: boolean;

  /** Comment above the rule. */
  public readonly comment?: string;

  /** Priority among rules for the same access. Unset means 0. */
  public readonly priority?: number;

  /** Problems that the parser accepts in a text, but that authors are not allowed to write. @internal */
  public _unfit: ReadonlyArray<string> = [];

  private readonly saysAllow: boolean;

  protected constructor(qualifiers: AppArmorQualifiers) {
    this.denies = qualifiers.deny === true;
    this.audit = qualifiers.audit === true;
    this.comment = qualifiers.comment === '' ? undefined : qualifiers.comment;
    this.priority = qualifiers.priority;
    this.saysAllow = qualifiers._allow === true;
  }

  /** Returns the rule as one line of a profile, with its comma, without the comment. */
  public render(): string {
    const access = this.denies ? 'deny ' : this.saysAllow ? 'allow ' : '';
    const priority = this.priority === undefined ? '' : `priority=${this.priority} `;
    return `${priority}${this.audit ? 'audit ' : ''}${access}${this._text()},`;
  }

  /** Returns the oldest parser that accepts the rule. @internal */
  public _since(): AppArmorParserVersion {
    return this.priority === undefined ? AppArmorParserVersion.V3_0 : AppArmorParserVersion.V4_1;
  }

  /** Returns the rule without `audit`, `deny` and the comma. @internal */
  public abstract _text(): string;

  /** Returns every glob of the rule, for the check of variables. @internal */
  public _globs(): ReadonlyArray<Glob> {
    return [];
  }

  /** Returns the globs of the rule that are paths of files. @internal */
  public _paths(): ReadonlyArray<Glob> {
    return [];
  }
}

/** Returns the reason why a parser does not accept a rule. */
export function versionProblem(rule: AppArmorRule, version: AppArmorParserVersion): string | undefined {
  const since = rule._since();
  return isOlder(version, since)
    ? `${rule.render()} needs AppArmor ${since}, but parserVersion is ${version}: set a later parserVersion, or remove the rule`
    : undefined;
}

/** Problems of one rule: those that the parser rejects, and those that it accepts but that authors are not allowed to write. */
export class RuleProblems extends Problems {
  private readonly unfit: string[] = [];

  constructor(
    /** True for a rule that was read, which can contain everything that the parser accepts. */
    public readonly asRead: boolean,
  ) {
    super();
  }

  /** Adds a problem that the parser accepts: an error for authors, a note on a rule that was read. */
  public addUnfit(problem: string | undefined): void {
    if (!this.asRead) this.add(problem);
    else if (problem !== undefined) this.unfit.push(problem);
  }

  /**
   * Returns the notes on a rule that was read.
   *
   * @throws {@link InputError} with every problem, if there is one
   */
  public settle(subject: string): ReadonlyArray<string> {
    this.throwIfAny(subject);
    return this.unfit;
  }
}

/** Starts the check of a rule's properties, and checks those that all rules have. */
export function ruleProblems(props: AppArmorQualifiers): RuleProblems {
  const problems = new RuleProblems(props._asRead === true);
  problems.addUnfit(commentProblem(props.comment));
  const { priority } = props;
  if (priority !== undefined && !(Number.isInteger(priority) && Math.abs(priority) <= MOST_PRIORITY))
    problems.add(`priority must be a whole number from -${MOST_PRIORITY} to ${MOST_PRIORITY}, got ${quote(priority)}`);
  return problems;
}

/** Reads the path in a field, or adds its problem. */
export function pathField(problems: RuleProblems, field: string, text: string): Glob {
  const glob = globField(problems, field, text);
  const problem = glob.length === 0 ? undefined : pathShapeProblem(glob);
  if (problem !== undefined) problems.addUnfit(`${field} ${problem}`);
  return glob;
}

/** Reads the glob in a field, or adds its problem. */
export function globField(problems: RuleProblems, field: string, text: string): Glob {
  const result = parseGlob(text, problems.asRead);
  if ('problem' in result) {
    problems.add(`${field} ${result.problem}`);
    return [];
  }
  if (result.unfit !== undefined) problems.addUnfit(`${field} ${result.unfit}`);
  return result.glob;
}

/** Returns a problem that lists the words that are not allowed. */
export function unknownWords(
  field: string,
  got: ReadonlyArray<unknown>,
  allowed: ReadonlyArray<unknown>,
): string | undefined {
  const unknown = got.filter((word) => !allowed.includes(word));
  if (unknown.length === 0) return undefined;
  return `${field} has ${unknown.map(quote).join(', ')}: use ${allowed.join(', ')}`;
}

/** Returns the reason why a comment cannot be part of a profile. */
export function commentProblem(comment: string | undefined): string | undefined {
  if (comment === undefined) return undefined;
  if (typeof comment !== 'string') return `comment must be a string, got ${quote(comment)}`;
  // all rules below one comment share it, and it can be long
  if (lastComment.text !== comment) lastComment = { text: comment, problem: linesProblem(comment) };
  return lastComment.problem;
}

let lastComment: { readonly text?: string; readonly problem?: string } = {};

/** Checks lines one by one. A line can be empty; a control character could hide a rule from readers. */
function linesProblem(comment: string): string | undefined {
  for (const line of comment.split('\n')) {
    const problem = line === '' ? undefined : textProblem(line);
    if (problem !== undefined) return `comment ${problem}`;
  }
  return undefined;
}

/** Returns comment lines, each after "# ". The space prevents a comment that starts with "include" from being an include. */
export function commentLines(comment: string | undefined): string[] {
  return comment === undefined || comment === '' ? [] : comment.split('\n').map((line) => `# ${line}`.trimEnd());
}

/** Returns the distinct items, in the order of their first occurrence. */
export function distinct<T>(items: ReadonlyArray<T>): T[] {
  return [...new Set(items)];
}
