import { Problems } from '../../diagnostics/input-error';
import type { AppArmorChildProfile } from '../child-profile';
import type { AppArmorFile } from '../apparmor-file';
import { literalGlob, parseGlob } from '../glob/glob';
import type { Glob } from '../glob/glob';
import { overlap } from '../glob/glob-overlap';
import type { AppArmorProfile } from '../profile';
import type { AppArmorInclude } from '../include';
import type { AppArmorRule } from '../rule';
import { ParsedAbi } from '../statements/parsed-abi';
import { ParsedBlock } from '../statements/parsed-block';
import { ParsedCondition } from '../statements/parsed-condition';
import type { ParsedProfile } from '../statements/parsed-profile';
import { ParsedRule } from '../statements/parsed-rule';
import { addValues, ParsedVariable } from '../statements/parsed-variable';
import type { AppArmorStatement } from '../statements/statement';
import { FileRule } from '../rules/file-rule';
import { LinkRule } from '../rules/link-rule';
import { declareVariables, readVariables, tryExpand, withProfileName } from '../variables';
import type { Variables } from '../variables';
import { WorkBudget } from '../work-budget';
import { FileAccess } from './file-access';

/** A rule, and the line on which it begins. */
export interface PlacedRule<Rule extends AppArmorRule = AppArmorRule> {
  readonly rule: Rule;
  readonly line: number;
  /** True if the rule is only about files of the process's user id, by itself or by the block around it. */
  readonly owner: boolean;
}

/** A child, and the programs that its parent may run under it without its name. */
export interface PlacedChild {
  readonly name: string;
  readonly attachment?: string;
}

/** What a lint is told of a profile. */
export interface LintSubjectProps {
  /** As the kernel knows it: a child as `parent//child`. */
  readonly name: string;
  /** Line on which it begins. */
  readonly line: number;
  readonly flags: ReadonlyArray<string>;
  readonly rules: ReadonlyArray<PlacedRule>;
  /** Files that it includes, relative to /etc/apparmor.d. */
  readonly includes: ReadonlyArray<string>;
  readonly children: ReadonlyArray<PlacedChild>;
  readonly variables: Variables;
  /** The file of rules that its author knew of, relative to /etc/apparmor.d. */
  readonly abi?: string;
  /** Programs of the node that it confines by their path. */
  readonly attachment?: string;
  /** Work that may be spent on it, and on all other profiles of its text. */
  readonly budget: WorkBudget;
}

/** A profile, or a child of one, as lints see it: read from a text or typed. */
export class LintSubject {
  public readonly name: string;
  public readonly line: number;
  public readonly flags: ReadonlyArray<string>;
  public readonly rules: ReadonlyArray<PlacedRule>;
  public readonly includes: ReadonlyArray<string>;
  public readonly children: ReadonlyArray<PlacedChild>;
  public readonly abi?: string;
  public readonly attachment?: string;
  public readonly budget: WorkBudget;

  private readonly variables: Variables;
  private access: FileAccess | undefined;
  private isIncomplete = false;

  constructor(props: LintSubjectProps) {
    this.name = props.name;
    this.line = props.line;
    this.flags = props.flags;
    this.rules = props.rules;
    this.includes = props.includes;
    this.children = props.children;
    this.abi = props.abi;
    this.attachment = props.attachment;
    this.variables = props.variables;
    this.budget = props.budget;
  }

  /** Rules on files, with what they come to together. */
  public get files(): FileAccess {
    const before = this.budget.unanswered;
    this.access ??= new FileAccess(this.rules, (glob) => this.expanded(glob), this.budget);
    if (this.budget.unanswered > before) this.isIncomplete = true;
    // whoever asks gets fewer rules than there are
    else if (this.isIncomplete) this.budget.leaveOpen();
    return this.access;
  }

  /** Rules of one class. */
  public of<Rule extends AppArmorRule>(kind: abstract new (...args: never[]) => Rule): PlacedRule<Rule>[] {
    return this.rules.filter((placed): placed is PlacedRule<Rule> => placed.rule instanceof kind);
  }

  /** A rule's text as a glob without variables; undefined if it is none, or if the budget does not last. */
  public glob(text: string): Glob | undefined {
    const result = parseGlob(text);
    return 'glob' in result ? this.expanded(result.glob) : undefined;
  }

  /** True if a rule's text is a glob that matches a word, as far as the budget lasts. */
  public matches(text: string, word: string): boolean {
    const glob = this.glob(text);
    return glob !== undefined && overlap(glob, literalGlob(word), this.budget) === true;
  }

  /** The glob without its variables; undefined if they cannot be replaced, or if the budget does not last. */
  public expanded(glob: Glob): Glob | undefined {
    if (!this.budget.spend(glob.length)) return undefined;
    const result = tryExpand(glob, this.variables);
    if ('glob' in result) return this.budget.spend(STEPS_PER_SIZE * result.size) ? result.glob : undefined;
    if (result.tooLarge) this.budget.leaveOpen();
    return undefined;
  }
}

/** What a piece or a character of a glob costs, with its state of an automaton. */
const STEPS_PER_SIZE = 3;

/** A typed profile and its children as lints see them; lines are those of the rendered text. */
export function lintSubjects(profile: AppArmorProfile): LintSubject[] {
  const variables = declareVariables(new Problems(), profile.name, profile.variables);
  const rendered = profile.render();
  const text = rendered.split('\n');
  const [, abi] = /^abi <(.*)>,$/m.exec(rendered) ?? [];
  const start = text.findIndex((line) => line.startsWith(`profile ${profile.name} `));
  const common = { variables, abi, budget: WorkBudget.forText(rendered.length) };
  const body = (of: Body): Pick<LintSubjectProps, 'rules' | 'includes'> => ({
    rules: of.rules.map((rule) => ({
      rule,
      line: lineOf(text, of.indent + rule.render(), of.start),
      owner: isOwner(rule),
    })),
    includes: of.includes.map(({ path }) => path),
  });
  const main = new LintSubject({
    ...common,
    ...body({ ...profile, indent: '  ', start }),
    name: profile.name,
    line: start + 1,
    flags: profile.flags,
    children: profile.children.map(({ name }) => ({ name })),
  });
  const children = profile.children.map((child) => {
    const at = text.findIndex((line) => line.startsWith(`  profile ${child.name} `));
    return new LintSubject({
      ...common,
      ...body({ ...child, indent: '    ', start: at }),
      name: `${profile.name}//${child.name}`,
      line: at + 1,
      flags: child.flags ?? profile.flags,
      children: [],
    });
  });
  return [main, ...children];
}

interface Body extends Pick<AppArmorChildProfile, 'name'> {
  readonly rules: ReadonlyArray<AppArmorRule>;
  readonly includes: ReadonlyArray<AppArmorInclude>;
  readonly indent: string;
  readonly start: number;
}

function lineOf(text: ReadonlyArray<string>, line: string, from: number): number {
  return text.indexOf(line, from) + 1;
}

/** The profiles of a text, and all within them, as lints see them. */
export function fileSubjects(file: AppArmorFile): LintSubject[] {
  const abi = file.preamble.find((each) => each instanceof ParsedAbi)?.path;
  const own = new Map<string, string[]>();
  for (const each of file.preamble) if (each instanceof ParsedVariable) addValues(own, each);
  const variables = readVariables(own);
  const budget = WorkBudget.forText(file._length);
  const subjects = (profile: ParsedProfile): LintSubject[] => {
    const { children } = profile;
    const subject = new LintSubject({
      name: profile.fullName,
      line: profile.line,
      flags: profile.flags,
      rules: placedRules(profile.statements, false),
      includes: profile.includes.map(({ path }) => path),
      children: children.map(({ name, attachment }) => ({ name, attachment })),
      variables: withProfileName(variables, profile.fullName),
      abi,
      attachment: profile.attachment ?? (/^[/@]/.test(profile.name) ? profile.name : undefined),
      budget,
    });
    return [subject, ...children.flatMap(subjects)];
  };
  return file.profiles.flatMap(subjects);
}

function placedRules(statements: ReadonlyArray<AppArmorStatement>, owner: boolean): PlacedRule[] {
  return statements.flatMap((each): PlacedRule[] => {
    if (each instanceof ParsedRule) return [{ rule: each.rule, line: each.line, owner: owner || isOwner(each.rule) }];
    if (each instanceof ParsedBlock) return placedRules(each.statements, owner || each.owner);
    if (each instanceof ParsedCondition) return placedRules([...each.then, ...(each.otherwise ?? [])], owner);
    return [];
  });
}

function isOwner(rule: AppArmorRule): boolean {
  return (rule instanceof FileRule || rule instanceof LinkRule) && rule.owner;
}
