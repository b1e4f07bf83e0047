import { Problems, quote } from '../diagnostics/input-error';
import type { Glob } from './glob/glob';
import { parseGlob, textProblem } from './glob/glob';
import { AppArmorParserVersion, isOlder } from './parser-version';
import { pathShapeProblem } from './path';

/** Kinds of AppArmor rules, as apparmor.d(5) of AppArmor 4.1 has them. */
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

/** A remark on a rule. */
export interface AppArmorRemark {
  /**
   * Why the rule is there; written above it in the profile. May have several lines.
   *
   * @default - none
   */
  readonly comment?: string;

  /** The rule was read: what the parser takes is taken, be it wise or not. @internal */
  readonly _asRead?: boolean;
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

  /**
   * Which rule wins where several speak of the same: the one with the highest priority, from -1000 to 1000. Needs AppArmor 4.1.
   *
   * @default - none is written, which is 0
   */
  readonly priority?: number;

  /** The word `allow` stands in the text, which is what a rule without it means, too. @internal */
  readonly _allow?: boolean;
}

const MOST_PRIORITY = 1000;

/**
 * One rule of an AppArmor profile. What isn't allowed by a rule is refused, whatever the kind.
 *
 * The language is that of AppArmor 3.0; what came later says so. The parser of 3.0.8 compiles whatever the rules of 3.0 render.
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

  /** Which rule wins where several speak of the same; 0 if it isn't set. */
  public readonly priority?: number;

  /** What the parser takes in a text that was read, but no author may write. @internal */
  public _unfit: ReadonlyArray<string> = [];

  private readonly saysAllow: boolean;

  protected constructor(qualifiers: AppArmorQualifiers) {
    this.denies = qualifiers.deny === true;
    this.audit = qualifiers.audit === true;
    this.comment = qualifiers.comment === '' ? undefined : qualifiers.comment;
    this.priority = qualifiers.priority;
    this.saysAllow = qualifiers._allow === true;
  }

  /** The rule as one line of a profile, with its comma; the comment isn't part of it. */
  public render(): string {
    const access = this.denies ? 'deny ' : this.saysAllow ? 'allow ' : '';
    const priority = this.priority === undefined ? '' : `priority=${this.priority} `;
    return `${priority}${this.audit ? 'audit ' : ''}${access}${this._text()},`;
  }

  /** The oldest parser that knows the rule. @internal */
  public _since(): AppArmorParserVersion {
    return this.priority === undefined ? AppArmorParserVersion.V3_0 : AppArmorParserVersion.V4_1;
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

/** Says why a parser doesn't know a rule. */
export function versionProblem(rule: AppArmorRule, version: AppArmorParserVersion): string | undefined {
  const since = rule._since();
  return isOlder(version, since)
    ? `${rule.render()} needs AppArmor ${since}, but parserVersion is ${version}: raise it, or leave the rule out`
    : undefined;
}

/** What is wrong with one rule: what the parser refuses, and what no author should write though the parser takes it. */
export class RuleProblems extends Problems {
  private readonly unfit: string[] = [];

  constructor(
    /** True for a rule that was read: it may be what the parser takes. */
    public readonly asRead: boolean,
  ) {
    super();
  }

  /** Adds what the parser would take: a problem for an author, a note on a rule that was read. */
  public addUnfit(problem: string | undefined): void {
    if (!this.asRead) this.add(problem);
    else if (problem !== undefined) this.unfit.push(problem);
  }

  /**
   * The notes on a rule that was read.
   *
   * @throws InputError that names every problem, when there is one
   */
  public settle(subject: string): ReadonlyArray<string> {
    this.throwIfAny(subject);
    return this.unfit;
  }
}

/** Starts the check of a rule's props, with what all rules have. */
export function ruleProblems(props: AppArmorQualifiers): RuleProblems {
  const problems = new RuleProblems(props._asRead === true);
  problems.addUnfit(commentProblem(props.comment));
  const { priority } = props;
  if (priority !== undefined && !(Number.isInteger(priority) && Math.abs(priority) <= MOST_PRIORITY))
    problems.add(`priority must be a whole number from -${MOST_PRIORITY} to ${MOST_PRIORITY}, got ${quote(priority)}`);
  return problems;
}

/** Reads the path in a field, or notes what is wrong with it. */
export function pathField(problems: RuleProblems, field: string, text: string): Glob {
  const glob = globField(problems, field, text);
  const problem = glob.length === 0 ? undefined : pathShapeProblem(glob);
  if (problem !== undefined) problems.addUnfit(`${field} ${problem}`);
  return glob;
}

/** Reads the glob in a field, or notes what is wrong with it. */
export function globField(problems: RuleProblems, field: string, text: string): Glob {
  const result = parseGlob(text, problems.asRead);
  if ('problem' in result) {
    problems.add(`${field} ${result.problem}`);
    return [];
  }
  if (result.unfit !== undefined) problems.addUnfit(`${field} ${result.unfit}`);
  return result.glob;
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
  // rules that stand below one comment share it, and it may be long
  if (lastComment.text !== comment) lastComment = { text: comment, problem: linesProblem(comment) };
  return lastComment.problem;
}

let lastComment: { readonly text?: string; readonly problem?: string } = {};

/** Lines are checked one by one: an empty one is fine, a control character could hide a rule from a reader. */
function linesProblem(comment: string): string | undefined {
  for (const line of comment.split('\n')) {
    const problem = line === '' ? undefined : textProblem(line);
    if (problem !== undefined) return `comment ${problem}`;
  }
  return undefined;
}

/** Comment lines, each behind "# "; the blank keeps a text "include …" from being an include. */
export function commentLines(comment: string | undefined): string[] {
  return comment === undefined || comment === '' ? [] : comment.split('\n').map((line) => `# ${line}`.trimEnd());
}

/** Items without repetition, in their first order. */
export function distinct<T>(items: ReadonlyArray<T>): T[] {
  return [...new Set(items)];
}
