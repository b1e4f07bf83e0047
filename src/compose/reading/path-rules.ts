/** Rules for the values at paths, such as `services.*.ports`. A star stands for any key, and for any item of a list. */
export class PathRules<T> {
  private readonly next = new Map<string, PathRules<T>>();

  /** Rule for the value at this path. */
  public rule: T | undefined;

  constructor(rules: Iterable<readonly [string, T]> = []) {
    for (const [path, rule] of rules) this.add(path, rule);
  }

  /** Adds a rule for a path. */
  public add(path: string, rule: T): void {
    this.below(path.split('.')).rule = rule;
  }

  /** Returns the rules below some steps, which are created if they are missing. */
  private below([step, ...rest]: ReadonlyArray<string>): PathRules<T> {
    if (step === undefined) return this;
    const next = this.next.get(step) ?? new PathRules<T>();
    this.next.set(step, next);
    return next.below(rest);
  }

  /** Returns the rules for the value of a key, or for an item of a list; undefined if there are none. */
  public at(key: string): PathRules<T> | undefined {
    return this.next.get(key) ?? this.next.get('*');
  }
}
