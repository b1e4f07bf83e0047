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
  private readonly dead = new Map<PlacedFile, Map<string, PlacedFile>>();
  private comparisons = 0;

  constructor(rules: ReadonlyArray<PlacedRule<AppArmorRule>>, expanded: (glob: Glob) => Glob | undefined) {
    const files = rules.flatMap(({ rule, line }): PlacedFile[] => {
      if (!(rule instanceof FileRule)) return [];
      const glob = expanded(rule._glob);
      return glob === undefined ? [] : [{ rule, line, glob }];
    });
    this.allows = files.filter(({ rule }) => !rule.denies);
    this.denies = files.filter(({ rule }) => rule.denies);
    for (const deny of this.denies) {
      const start = literalStart(deny.glob);
      this.deniesByStart.set(start, [...(this.deniesByStart.get(start) ?? []), deny]);
    }
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
      if (common.length === 0 || (deny.rule.owner && !allow.rule.owner) || !this.compare()) continue;
      if (covers(deny.glob, allow.glob)) for (const letter of common) dead.set(letter, deny);
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
    const file = literalGlob(path);
    const hit = (each: PlacedFile): boolean => overlap(each.glob, file);
    if (this.denies.some((deny) => refuses(deny.rule, letter) && !deny.rule.owner && hit(deny))) return undefined;
    return this.allows.find((allow) => letters(allow.rule).includes(letter) && hit(allow));
  }

  /** True if two rules have a file in common, as far as comparisons last. */
  public meet(a: PlacedFile, b: PlacedFile): boolean {
    return this.compare() && overlap(a.glob, b.glob);
  }

  private compare(): boolean {
    this.comparisons += 1;
    return this.comparisons < MOST_COMPARISONS;
  }

  /** Refusals that may cover a rule: they begin as it does. */
  private refusalsAround({ glob }: PlacedFile): PlacedFile[] {
    const start = literalStart(glob);
    return [...this.deniesByStart].flatMap(([each, denies]) => (start.startsWith(each) ? denies : []));
  }
}

/** What a rule is about, execution as x whatever its form, and `a` beside the `w` that holds it. */
export function letters(rule: FileRule): string[] {
  return [...rule.permissions, ...(rule.exec === undefined ? [] : ['x'])];
}

function refuses(rule: FileRule, letter: string): boolean {
  return rule.permissions.includes(letter) || (letter === 'a' && rule.permissions.includes('w'));
}

function literalStart(glob: Glob): string {
  const [first] = glob;
  return first?.kind === 'text' ? first.text : '';
}
