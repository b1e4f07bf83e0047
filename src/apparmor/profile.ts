import { Problems, quote } from '../diagnostics/input-error';
import type { ProfileFinding } from '../diagnostics/profile-finding';
import { AppArmorChildProfile, profileNameProblem } from './child-profile';
import { changeProfileConflicts, execConflicts } from './exec-conflicts';
import { AppArmorFlag, flagProblems } from './flag';
import { AppArmorInclude } from './include';
import { lintAppArmor } from './lint/lints';
import { lintSubjects } from './lint/profile-subjects';
import { AppArmorParserVersion, isOlder } from './parser-version';
import { AppArmorRule, AppArmorRuleKind, commentLines, commentProblem, distinct, versionProblem } from './rule';
import type { AppArmorRemark } from './rule';
import { FileRule } from './rules/file-rule';
import { RlimitRule } from './rules/rlimit-rule';
import type { Variables } from './variables';
import { declareVariables, expansionProblem, leadingVariableProblem, renderVariable } from './variables';

/** Which rules the author of a profile knew of; the kernel doesn't enforce kinds that came later. */
export enum AppArmorAbi {
  /** AppArmor 3.0: `abi <abi/3.0>,`. Parsers before 3.0 don't know the line. */
  V3_0 = 'abi/3.0',
  /** AppArmor 4.0: `abi <abi/4.0>,`. Parsers before 4.0 don't have the file. */
  V4_0 = 'abi/4.0',
  /** No line: whatever the parser on the node takes for old profiles; network and newer kinds may go unenforced. */
  PARSER_DEFAULT = 'parser-default',
}

/** What an AppArmor profile consists of. */
export interface AppArmorProfileProps extends AppArmorRemark {
  /**
   * Name under which the kernel knows the profile, and which a pod asks for: letters, digits and `_ . -`, a letter or digit first,
   * at most 253. Never `unconfined`.
   */
  readonly name: string;

  /** What the profile allows and refuses; their order has no meaning. */
  readonly rules: AppArmorRule[];

  /**
   * Flags.
   *
   * @default [AppArmorFlag.ATTACH_DISCONNECTED, AppArmorFlag.MEDIATE_DELETED] - what the overlay file systems of containers need
   */
  readonly flags?: AppArmorFlag[];

  /**
   * Files of the node whose rules are read into the profile.
   *
   * @default - none
   */
  readonly includes?: AppArmorInclude[];

  /**
   * Variables for paths and names, beside those of `<tunables/global>`; each has one value or more.
   *
   * @default - none
   */
  readonly variables?: { readonly [name: string]: string[] };

  /**
   * Which rules the author knew of.
   *
   * @default AppArmorAbi.V3_0
   */
  readonly abi?: AppArmorAbi;

  /**
   * The oldest parser that will compile the profile; a rule or flag that came later is refused.
   *
   * @default AppArmorParserVersion.V3_0
   */
  readonly parserVersion?: AppArmorParserVersion;

  /**
   * Profiles inside this one.
   *
   * @default - none
   */
  readonly children?: AppArmorChildProfile[];
}

/** What is added to a profile that exists. */
export interface AppArmorExtendOptions extends AppArmorRemark {
  /** Name of the new profile. */
  readonly name: string;

  /**
   * Rules besides those that are there.
   *
   * @default - none
   */
  readonly rules?: AppArmorRule[];

  /**
   * Flags instead of those that are there.
   *
   * @default - those that are there
   */
  readonly flags?: AppArmorFlag[];

  /**
   * Files besides those that are there.
   *
   * @default - none
   */
  readonly includes?: AppArmorInclude[];

  /**
   * Variables besides those that are there; one of the same name replaces it.
   *
   * @default - none
   */
  readonly variables?: { readonly [name: string]: string[] };

  /**
   * Children besides those that are there.
   *
   * @default - none
   */
  readonly children?: AppArmorChildProfile[];
}

/** What is taken from a profile that exists. */
export interface AppArmorRestrictOptions extends AppArmorRemark {
  /** Name of the new profile. */
  readonly name: string;

  /** Refusals and limits besides the rules that are there: nothing that allows more. */
  readonly rules: AppArmorRule[];
}

const DEFAULT_FLAGS: ReadonlyArray<AppArmorFlag> = [AppArmorFlag.ATTACH_DISCONNECTED, AppArmorFlag.MEDIATE_DELETED];
// a ConfigMap holds 1 MiB
const MOST_BYTES = 1024 * 1024 - 1;

/**
 * An AppArmor profile for containers: a list of what a process may do, kept by the kernel.
 *
 * The model is the language of AppArmor 3.0, for the parsers of Debian 12, Ubuntu 22.04 and later, unless `parserVersion` asks for more. Whatever can be constructed
 * renders to a text that apparmor_parser 3.0.8 compiles; no value can break out of its place. Profiles don't change; `extend` makes new ones.
 *
 * @see https://gitlab.com/apparmor/apparmor/-/wikis/QuickProfileLanguage
 */
export class AppArmorProfile {
  /** Name under which the kernel knows the profile. */
  public readonly name: string;

  /** What the profile allows and refuses. */
  public readonly rules: AppArmorRule[];

  /** Flags. */
  public readonly flags: AppArmorFlag[];

  /** Files of the node whose rules are read into the profile. */
  public readonly includes: AppArmorInclude[];

  /** Variables, beside those of `<tunables/global>`. */
  public readonly variables: { readonly [name: string]: string[] };

  /** Which rules the author knew of. */
  public readonly abi: AppArmorAbi;

  /** The oldest parser that will compile the profile. */
  public readonly parserVersion: AppArmorParserVersion;

  /** Profiles inside this one. */
  public readonly children: AppArmorChildProfile[];

  /** What the profile is for. */
  public readonly comment?: string;

  private readonly text: string;

  /**
   * @throws InputError if the name isn't one, flags contradict each other, a variable is missing or refers to itself, two rules run a common file
   * under different profiles, a child is there twice or missing, or the text reaches 1 MiB
   */
  constructor(props: AppArmorProfileProps) {
    this.name = props.name;
    this.rules = Object.freeze([...props.rules]) as AppArmorRule[];
    this.flags = Object.freeze(distinct(props.flags ?? DEFAULT_FLAGS)) as AppArmorFlag[];
    this.includes = Object.freeze([...(props.includes ?? [])]) as AppArmorInclude[];
    this.variables = frozenVariables(props.variables ?? {});
    this.abi = props.abi ?? AppArmorAbi.V3_0;
    this.parserVersion = props.parserVersion ?? AppArmorParserVersion.V3_0;
    this.children = Object.freeze([...(props.children ?? [])]) as AppArmorChildProfile[];
    this.comment = props.comment;
    const problems = new Problems();
    this.check(problems);
    const subject = `AppArmorProfile ${quote(this.name)}`;
    problems.throwIfAny(subject);
    this.text = this.file();
    const bytes = Buffer.byteLength(this.text);
    if (bytes > MOST_BYTES) problems.add(`text has ${bytes} bytes: it must stay below 1 MiB to fit a ConfigMap`);
    problems.throwIfAny(subject);
  }

  /** A new profile with the rules of this one and more. */
  public extend(options: AppArmorExtendOptions): AppArmorProfile {
    return new AppArmorProfile({
      name: options.name,
      comment: options.comment ?? this.comment,
      abi: this.abi,
      parserVersion: this.parserVersion,
      flags: options.flags ?? this.flags,
      includes: [...this.includes, ...(options.includes ?? [])],
      variables: { ...this.variables, ...options.variables },
      rules: [...this.rules, ...(options.rules ?? [])],
      children: [...this.children, ...(options.children ?? [])],
    });
  }

  /**
   * A new profile that allows less: refusals win over every allowance that is there.
   *
   * @throws InputError if a rule is neither a refusal nor a limit
   */
  public restrict(options: AppArmorRestrictOptions): AppArmorProfile {
    const problems = new Problems();
    for (const rule of options.rules.filter((each) => !each.denies && !(each instanceof RlimitRule)))
      problems.add(`${rule.render()} is no refusal: give it "deny", or extend the profile`);
    problems.throwIfAny(`AppArmorProfile ${quote(options.name)}`);
    return this.extend(options);
  }

  /** What is weak, wrong or without effect in the profile and its children; lines are those of the rendered text. */
  public lint(): ProfileFinding[] {
    return lintAppArmor(lintSubjects(this));
  }

  /** The text of the whole file, as apparmor_parser reads it; always the same for the same profile, and ends with a line break. */
  public render(): string {
    return this.text;
  }

  private check(problems: Problems): void {
    problems.add(profileNameProblem(this.name));
    problems.add(commentProblem(this.comment));
    if (!Object.values(AppArmorAbi).includes(this.abi))
      problems.add(`abi must be one of ${Object.values(AppArmorAbi).join(', ')}, got ${quote(this.abi)}`);
    if (!Object.values(AppArmorParserVersion).includes(this.parserVersion))
      problems.add(
        `parserVersion must be one of ${Object.values(AppArmorParserVersion).join(', ')}, got ${quote(this.parserVersion)}`,
      );
    if (this.abi === AppArmorAbi.V4_0 && isOlder(this.parserVersion, AppArmorParserVersion.V4_0))
      problems.add(`abi ${this.abi} needs AppArmor 4.0, but parserVersion is ${this.parserVersion}`);
    const variables = declareVariables(problems, this.name, this.variables);
    const strangers = this.children.filter((child) => !(child instanceof AppArmorChildProfile));
    for (const stranger of strangers) problems.add(`children must be AppArmorChildProfiles, got ${quote(stranger)}`);
    if (strangers.length > 0) return;
    const names = this.children.map((child) => child.name);
    for (const name of distinct(names.filter((n, i) => names.indexOf(n) < i)))
      problems.add(`child ${quote(name)} is there twice: rename one`);
    for (const problem of bodyProblems(this, variables, names, this.parserVersion)) problems.add(problem);
    for (const child of this.children) {
      for (const problem of childProblems(child, variables, this.parserVersion))
        problems.add(`child ${quote(child.name)}: ${problem}`);
    }
  }

  private file(): string {
    const variables = Object.entries(this.variables).map(([name, values]) => renderVariable(name, values));
    const blocks = [
      [...commentLines(this.comment), ...(this.abi === AppArmorAbi.PARSER_DEFAULT ? [] : [`abi <${this.abi}>,`])],
      ['include <tunables/global>'],
      variables,
      [`profile ${this.name} ${header(this.flags)}{`, ...indented(bodyLines(this, this.children)), '}'],
    ];
    return `${blocks
      .filter((block) => block.length > 0)
      .map((block) => block.join('\n'))
      .join('\n\n')}\n`;
  }
}

/** What a profile and its children have in common. */
interface Body {
  readonly name: string;
  readonly rules: ReadonlyArray<AppArmorRule>;
  readonly flags?: ReadonlyArray<AppArmorFlag>;
  readonly includes: ReadonlyArray<AppArmorInclude>;
}

function childProblems(child: AppArmorChildProfile, variables: Variables, version: AppArmorParserVersion): string[] {
  const comment = commentProblem(child.comment);
  return [...(comment === undefined ? [] : [comment]), ...bodyProblems(child, variables, [], version)];
}

function bodyProblems(
  body: Body,
  variables: Variables,
  children: ReadonlyArray<string>,
  version: AppArmorParserVersion,
): string[] {
  const strangers = [
    ...body.rules.filter((rule) => !(rule instanceof AppArmorRule)),
    ...body.includes.filter((include) => !(include instanceof AppArmorInclude)),
  ];
  if (strangers.length > 0)
    return strangers.map(
      (stranger) => `rules must be AppArmorRules and includes AppArmorIncludes, got ${quote(stranger)}`,
    );
  const flags = flagProblems(body.flags ?? [], version);
  const unfit = body.rules.flatMap((rule) => rule._unfit.map((problem) => `${rule.render()}: ${problem}`));
  const late = found(body.rules.map((rule) => versionProblem(rule, version)));
  const unexpanded = found(
    body.rules.flatMap((rule) => rule._globs()).map((glob) => expansionProblem(glob, variables)),
  );
  // all that follows replaces variables
  if (unexpanded.length > 0) return [...flags, ...unfit, ...late, ...unexpanded];
  return [
    ...flags,
    ...unfit,
    ...late,
    ...found(body.rules.flatMap((rule) => rule._paths()).map((glob) => leadingVariableProblem(glob, variables))),
    ...execConflicts(body.rules, body.includes, variables),
    ...changeProfileConflicts(body.rules, variables),
    ...repeatedLimits(body.rules),
    ...missingChildren(body.rules, children),
  ];
}

function found(problems: ReadonlyArray<string | undefined>): string[] {
  return distinct(problems.filter((problem) => problem !== undefined));
}

function repeatedLimits(rules: ReadonlyArray<AppArmorRule>): string[] {
  const limits = rules.filter((rule) => rule instanceof RlimitRule).map((rule) => rule.limit);
  // the parser would keep the last one without a word
  return distinct(limits.filter((limit, i) => limits.indexOf(limit) < i)).map(
    (limit) => `limit ${quote(limit)} is set twice: keep one`,
  );
}

function missingChildren(rules: ReadonlyArray<AppArmorRule>, children: ReadonlyArray<string>): string[] {
  const there = children.length > 0 ? `, which has ${children.map(quote).join(', ')}` : '';
  return (
    rules
      .filter((rule) => rule instanceof FileRule)
      .filter((rule) => rule.exec?.toChild === true && !children.includes(rule.exec.target ?? ''))
      // the parser compiles this, and every such execution fails
      .map((rule) => `${rule.render()} runs a child that isn't there: add it to "children"${there}`)
  );
}

const ORDER = Object.values(AppArmorRuleKind);

function bodyLines(body: Body, children: ReadonlyArray<AppArmorChildProfile>): string[] {
  const groups = ORDER.map((kind) => ruleLines(body.rules.filter((rule) => rule.kind === kind)));
  const blocks = [
    distinct(body.includes.map((include) => include.render())),
    ...groups,
    ...children.map((child) => childLines(child, body.flags ?? [])),
  ];
  return blocks.filter((block) => block.length > 0).flatMap((block, i) => (i === 0 ? block : ['', ...block]));
}

/** Rules of one kind, in their author's order; neighbours with the same comment share it. */
function ruleLines(rules: ReadonlyArray<AppArmorRule>): string[] {
  const seen = new Set<string>();
  const lines: string[] = [];
  let comment: string | undefined;
  for (const rule of rules) {
    const text = rule.render();
    if (seen.has(text)) continue;
    seen.add(text);
    if (rule.comment !== comment) {
      if (lines.length > 0) lines.push('');
      lines.push(...commentLines(rule.comment));
      comment = rule.comment;
    }
    lines.push(text);
  }
  return lines;
}

function childLines(child: AppArmorChildProfile, parentFlags: ReadonlyArray<AppArmorFlag>): string[] {
  const flags = child.flags ?? parentFlags;
  return [
    ...commentLines(child.comment),
    `profile ${child.name} ${header(flags)}{`,
    ...indented(bodyLines({ ...child, flags }, [])),
    '}',
  ];
}

function header(flags: ReadonlyArray<AppArmorFlag>): string {
  return flags.length === 0 ? '' : `flags=(${distinct(flags).join(', ')}) `;
}

function indented(lines: ReadonlyArray<string>): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}

function frozenVariables(variables: { readonly [name: string]: string[] }): { readonly [name: string]: string[] } {
  return Object.freeze(
    Object.fromEntries(
      Object.entries(variables).map(([name, values]) => [name, Object.freeze([...values]) as string[]]),
    ),
  );
}
