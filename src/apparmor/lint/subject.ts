import { literalGlob, parseGlob } from '../glob/glob';
import type { Glob } from '../glob/glob';
import { overlap } from '../glob/glob-overlap';
import type { AppArmorRule } from '../rule';
import { tryExpand } from '../variables';
import type { Variables } from '../variables';
import type { WorkBudget } from '../work-budget';
import { FileAccess } from './file-access';
import type { PlacedRule } from './placed-rule';

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
