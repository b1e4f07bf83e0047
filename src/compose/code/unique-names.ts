/** Names of constructs in the statements, each given once. */
export class UniqueNames {
  private readonly given = new Set<string>();

  /** Returns a name, with a number after it if it is given already. */
  public nameFor(text: string): string {
    let name = text;
    for (let i = 2; this.given.has(name); i += 1) name = `${text}-${i}`;
    this.given.add(name);
    return name;
  }
}
