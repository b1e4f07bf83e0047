/** Sets of names, which grow when names are connected. */
export class ConnectedNames {
  private readonly parents = new Map<string, string>();

  constructor(names: Iterable<string>) {
    for (const name of names) this.parents.set(name, name);
  }

  public connect(one: string, other: string): void {
    const [a, b] = [this.rootOf(one), this.rootOf(other)];
    if (a !== undefined && b !== undefined && a !== b) this.parents.set(b, a);
  }

  /** Returns the sets, in the order of their first names. */
  public sets(): string[][] {
    const sets = new Map<string, string[]>();
    for (const name of this.parents.keys()) {
      const root = this.rootOf(name) ?? name;
      const set = sets.get(root) ?? [];
      set.push(name);
      sets.set(root, set);
    }
    return [...sets.values()];
  }

  private rootOf(name: string): string | undefined {
    if (!this.parents.has(name)) return undefined;
    let root = name;
    for (let parent = this.parents.get(root) ?? root; parent !== root; parent = this.parents.get(root) ?? root)
      root = parent;
    // the next search of the same names is short
    for (let each = name; each !== root;) {
      const next = this.parents.get(each) ?? root;
      this.parents.set(each, root);
      each = next;
    }
    return root;
  }
}
