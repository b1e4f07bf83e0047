import { literalGlob, parseGlob } from '../glob/glob';
import type { Glob } from '../glob/glob';
import { overlap } from '../glob/glob-overlap';
import type { AppArmorRule } from '../rule';
import { tryExpand } from '../variables';
import type { Variables } from '../variables';
import type { WorkBudget } from '../work-budget';
import { FileAccess } from './file-access';
import type { PlacedRule } from './placed-rule';

/** A child profile, and the programs that its parent can run under it without its name. */
export interface PlacedChild {
  readonly name: string;
  readonly attachment?: string;
}

/** Data of a profile that lints use. */
export interface LintSubjectProps {
  /** Name in the kernel; the name of a child is `parent//child`. */
  readonly name: string;
  /** Line on which the profile starts; the first line is 1. */
  readonly line: number;
  readonly flags: ReadonlyArray<string>;
  readonly rules: ReadonlyArray<PlacedRule>;
  /** Included files, relative to /etc/apparmor.d. */
  readonly includes: ReadonlyArray<string>;
  readonly children: ReadonlyArray<PlacedChild>;
  readonly variables: Variables;
  /** Path of the ABI file, relative to /etc/apparmor.d. */
  readonly abi?: string;
  /** Glob for the programs of the node that the profile confines by their path. */
  readonly attachment?: string;
  /** Budget for checking all profiles of the text. */
  readonly budget: WorkBudget;
}

/** Profile or child profile as the lints read it, parsed or typed. */
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

  /** File rules, with what they allow together. */
  public get files(): FileAccess {
    const before = this.budget.unanswered;
    this.access ??= new FileAccess(this.rules, (glob) => this.expanded(glob), this.budget);
    if (this.budget.unanswered > before) this.isIncomplete = true;
    // the caller gets only some of the rules
    else if (this.isIncomplete) this.budget.leaveOpen();
    return this.access;
  }

  /** Returns the rules of one class. */
  public of<Rule extends AppArmorRule>(kind: abstract new (...args: never[]) => Rule): PlacedRule<Rule>[] {
    return this.rules.filter((placed): placed is PlacedRule<Rule> => placed.rule instanceof kind);
  }

  /** Parses a text of a rule as a glob and replaces its variables. Returns undefined if the text is not a glob, or if the budget runs out. */
  public glob(text: string): Glob | undefined {
    const result = parseGlob(text);
    return 'glob' in result ? this.expanded(result.glob) : undefined;
  }

  /** True if a text of a rule is a glob that matches a word; false if the budget runs out. */
  public matches(text: string, word: string): boolean {
    const glob = this.glob(text);
    return glob !== undefined && overlap(glob, literalGlob(word), this.budget) === true;
  }

  /** Replaces the variables of a glob. Returns undefined if one cannot be replaced, or if the budget runs out. */
  public expanded(glob: Glob): Glob | undefined {
    if (!this.budget.spend(glob.length)) return undefined;
    const result = tryExpand(glob, this.variables);
    if ('glob' in result) return this.budget.spend(STEPS_PER_SIZE * result.size) ? result.glob : undefined;
    if (result.tooLarge) this.budget.leaveOpen();
    return undefined;
  }
}

/** Steps for each piece or character of a glob, including its state in the automaton. */
const STEPS_PER_SIZE = 3;
