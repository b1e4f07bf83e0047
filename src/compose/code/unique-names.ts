/** Names of constructs in the statements, each given once. */
export class UniqueNames {
  private readonly given = new Set<string>();

  /** Returns a name. One that is given already gets the suffix after it, then a number. */
  public nameFor(text: string, suffix?: string): string {
    const longer = suffix === undefined ? text : `${text}-${suffix}`;
    let name = this.given.has(text) ? longer : text;
    for (let i = 2; this.given.has(name); i += 1) name = `${longer}-${i}`;
    this.given.add(name);
    return name;
  }
}
