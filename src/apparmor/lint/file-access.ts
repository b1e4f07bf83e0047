import type { Glob } from '../glob';
import { literalGlob } from '../glob';
import { covers } from '../glob-cover';
import { overlap } from '../glob-overlap';
import type { AppArmorRule } from '../rule';
import { FileRule } from '../rules/file-rule';
import type { PlacedRule } from './subject';

/** A rule on files, with its path free of variables. */
export interface PlacedFile extends PlacedRule<FileRule> {
  readonly glob: Glob;
}

/** Comparisons of one profile after which no more are made: some hundred rules against some hundred. */
const MOST_COMPARISONS = 50_000;

/** The rules on files of a profile, and what they come to together. */
export class FileAccess {
  public readonly allows: ReadonlyArray<PlacedFile>;
  public readonly denies: ReadonlyArray<PlacedFile>;

  private readonly deniesByStart = new Map<string, PlacedFile[]>();
  private readonly startLengths: ReadonlyArray<number>;
  private readonly dead = new Map<PlacedFile, Map<string, PlacedFile>>();
  private comparisons = 0;

  constructor(rules: ReadonlyArray<PlacedRule<AppArmorRule>>, expanded: (glob: Glob) => Glob | undefined) {
    const files = rules.flatMap(({ rule, line, owner }): PlacedFile[] => {
      if (!(rule instanceof FileRule)) return [];
      const glob = expanded(rule._glob);
      return glob === undefined ? [] : [{ rule, line, owner, glob }];
    });
    this.allows = files.filter(({ rule }) => !rule.denies);
    this.denies = files.filter(({ rule }) => rule.denies);
    for (const deny of this.denies) {
      const start = literalStart(deny.glob);
      const same = this.deniesByStart.get(start);
      if (same === undefined) this.deniesByStart.set(start, [deny]);
      else same.push(deny);
    }
    this.startLengths = [...new Set([...this.deniesByStart.keys()].map((start) => start.length))];
  }

  /** True if the profile has more rules than were compared with each other. */
  public get exhausted(): boolean {
    return this.comparisons >= MOST_COMPARISONS;
  }

  /** Letters that a rule allows and that a refusal takes back for every file of it, each with that refusal. */
  public deadLetters(allow: PlacedFile): ReadonlyMap<string, PlacedFile> {
    const known = this.dead.get(allow);
    if (known !== undefined) return known;
    const dead = new Map<string, PlacedFile>();
    for (const deny of this.refusalsAround(allow)) {
      const common = letters(allow.rule).filter((letter) => !dead.has(letter) && refuses(deny.rule, letter));
      if (common.length === 0 || (deny.owner && !allow.owner) || !wins(deny.rule, allow.rule)) continue;
      if (this.covers(deny, allow.glob)) for (const letter of common) dead.set(letter, deny);
    }
    this.dead.set(allow, dead);
    return dead;
  }

  /** Letters of a rule that no refusal takes back as a whole. */
  public effective(allow: PlacedFile): string[] {
    const dead = this.deadLetters(allow);
    return letters(allow.rule).filter((letter) => !dead.has(letter));
  }

  /** The rule that lets one file be used so, if no refusal forbids it. */
  public allowing(path: string, letter: string): PlacedFile | undefined {
    const allow = this.allows.find((each) => letters(each.rule).includes(letter) && this.matches(each, path));
    if (allow === undefined) return undefined;
    const refused = this.denies.some((each) => refuses(each.rule, letter) && !each.owner && this.matches(each, path));
    return refused ? undefined : allow;
  }

  /** True if a rule is about a file. */
  public matches({ glob }: PlacedFile, path: string): boolean {
    return path.startsWith(literalStart(glob)) && this.compare() && overlap(glob, literalGlob(path));
  }

  /** True if two rules have a file in common, as far as comparisons last. */
  public meet(a: PlacedFile, b: PlacedFile): boolean {
    const [one, other] = [literalStart(a.glob), literalStart(b.glob)];
    return (one.startsWith(other) || other.startsWith(one)) && this.compare() && overlap(a.glob, b.glob);
  }

  /** True if a rule is about every file that a glob matches, as far as comparisons last. */
  public covers({ glob }: PlacedFile, inner: Glob): boolean {
    return literalStart(inner).startsWith(literalStart(glob)) && this.compare() && covers(glob, inner);
  }

  private compare(): boolean {
    this.comparisons += 1;
    return this.comparisons < MOST_COMPARISONS;
  }

  /** Refusals that may cover a rule: they begin as it does. */
  private refusalsAround({ glob }: PlacedFile): PlacedFile[] {
    const start = literalStart(glob);
    return this.startLengths.flatMap((length) =>
      length > start.length ? [] : (this.deniesByStart.get(start.slice(0, length)) ?? []),
    );
  }
}

/** True if a refusal takes back an allowance of the same: priorities come first. */
export function wins(deny: AppArmorRule, allow: AppArmorRule): boolean {
  return (deny.priority ?? 0) >= (allow.priority ?? 0);
}

/** What a rule is about, execution as x whatever its form, and `a` beside the `w` that holds it. */
export function letters(rule: FileRule): string[] {
  return [...rule.permissions, ...(rule.exec === undefined ? [] : ['x'])];
}

function refuses(rule: FileRule, letter: string): boolean {
  return rule.permissions.includes(letter) || (letter === 'a' && rule.permissions.includes('w'));
}

/** What all paths of a glob begin with, as far as its first piece tells. */
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
