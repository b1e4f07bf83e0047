import type { Glob } from '../glob/glob';
import { literalGlob } from '../glob/glob';
import { covers } from '../glob/glob-cover';
import { overlap } from '../glob/glob-overlap';
import type { AppArmorRule } from '../rule';
import { FileRule } from '../rules/file-rule';
import type { WorkBudget } from '../work-budget';
import type { PlacedRule } from './placed-rule';

/** A file rule, with the variables in its path replaced. */
export interface PlacedFile extends PlacedRule<FileRule> {
  readonly glob: Glob;
  /** Text that all paths of the rule start with. */
  readonly start: string;
}

/** File rules of a profile, and what they allow together. */
export class FileAccess {
  public readonly allows: ReadonlyArray<PlacedFile>;
  public readonly denies: ReadonlyArray<PlacedFile>;

  private readonly deniesByStart = new Map<string, PlacedFile[]>();
  private readonly startLengths: ReadonlyArray<number>;
  private readonly dead = new Map<PlacedFile, Map<string, PlacedFile>>();

  constructor(
    rules: ReadonlyArray<PlacedRule<AppArmorRule>>,
    expanded: (glob: Glob) => Glob | undefined,
    private readonly budget: WorkBudget,
  ) {
    const files = rules.flatMap(({ rule, line, owner }): PlacedFile[] => {
      if (!(rule instanceof FileRule)) return [];
      const glob = expanded(rule._glob);
      return glob === undefined ? [] : [{ rule, line, owner, glob, start: literalStart(glob) }];
    });
    this.allows = files.filter(({ rule }) => !rule.denies);
    this.denies = files.filter(({ rule }) => rule.denies);
    for (const deny of this.denies) {
      const same = this.deniesByStart.get(deny.start);
      if (same === undefined) this.deniesByStart.set(deny.start, [deny]);
      else same.push(deny);
    }
    this.startLengths = [...new Set([...this.deniesByStart.keys()].map((start) => start.length))];
  }

  /** Returns the permissions of an allow rule that a deny rule overrides for all its files, each with that deny rule. */
  public deadLetters(allow: PlacedFile): ReadonlyMap<string, PlacedFile> {
    const known = this.dead.get(allow);
    if (known !== undefined) return known;
    const before = this.budget.unanswered;
    const dead = new Map<string, PlacedFile>();
    for (const deny of this.deniesAround(allow)) {
      if (!this.budget.spend(1)) break;
      const common = letters(allow.rule).filter((letter) => !dead.has(letter) && denies(deny.rule, letter));
      if (common.length === 0 || (deny.owner && !allow.owner) || !wins(deny.rule, allow.rule)) continue;
      if (this.covers(deny, allow.glob)) for (const letter of common) dead.set(letter, deny);
    }
    if (this.budget.unanswered === before) this.dead.set(allow, dead);
    return dead;
  }

  /** Returns the permissions of an allow rule that no deny rule overrides for all its files. */
  public effective(allow: PlacedFile): string[] {
    const dead = this.deadLetters(allow);
    return letters(allow.rule).filter((letter) => !dead.has(letter));
  }

  /** Returns the rule that allows this access to one file; undefined if there is none, or if a deny rule overrides it. */
  public allowing(path: string, letter: string): PlacedFile | undefined {
    const file = literalGlob(path);
    const allow = this.allows.find((each) => has(each.rule, letter) && this.matches(each, file));
    if (allow === undefined) return undefined;
    const denied = this.denies.some((each) => denies(each.rule, letter) && !each.owner && this.matches(each, file));
    return denied ? undefined : allow;
  }

  /** Returns the first of the other rules that matches a file that this rule also matches; undefined if there is none, or if the budget runs out. */
  public firstThatMeets(file: PlacedFile, others: Iterable<PlacedFile>): PlacedFile | undefined {
    for (const other of others) {
      if (!this.budget.spend(1)) return undefined;
      if (this.meet(file, other)) return other;
    }
    return undefined;
  }

  /** True if the rule matches a file, given as a glob without wildcards; false if the budget runs out. */
  public matches({ glob, start }: PlacedFile, file: Glob): boolean {
    return literalStart(file).startsWith(start) && overlap(glob, file, this.budget) === true;
  }

  /** True if the rule matches every file that a glob matches; false if the budget runs out. */
  public covers({ glob, start }: PlacedFile, inner: Glob): boolean {
    return literalStart(inner).startsWith(start) && covers(glob, inner, this.budget) === true;
  }

  private meet(a: PlacedFile, b: PlacedFile): boolean {
    return (
      (a.start.startsWith(b.start) || b.start.startsWith(a.start)) && overlap(a.glob, b.glob, this.budget) === true
    );
  }

  /** Yields the deny rules that may cover an allow rule: their paths start with the same text. */
  private *deniesAround({ start }: PlacedFile): Iterable<PlacedFile> {
    for (const length of this.startLengths) {
      if (length > start.length) continue;
      if (!this.budget.spend(1)) return;
      yield* this.deniesByStart.get(start.slice(0, length)) ?? [];
    }
  }
}

/** True if a deny rule overrides an allow rule for the same access, which it does unless the allow rule has a higher priority. */
export function wins(deny: AppArmorRule, allow: AppArmorRule): boolean {
  return (deny.priority ?? 0) >= (allow.priority ?? 0);
}

/** Returns the permissions of a rule: execution is `x` in every mode, and `a` may be listed with `w`, which includes it. */
export function letters(rule: FileRule): string[] {
  return [...rule.permissions, ...(rule.exec === undefined ? [] : ['x'])];
}

function has(rule: FileRule, letter: string): boolean {
  return rule.permissions.includes(letter) || (letter === 'x' && rule.exec !== undefined);
}

function denies(rule: FileRule, letter: string): boolean {
  return rule.permissions.includes(letter) || (letter === 'a' && rule.permissions.includes('w'));
}

/** Returns the text that all paths of a glob start with, as far as its first piece shows. */
function literalStart([first]: Glob): string {
  if (first?.kind === 'text') return first.text;
  if (first?.kind !== 'choice') return '';
  const [start = '', ...others] = first.options.map(literalStart);
  return others.reduce(commonStart, start);
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}
