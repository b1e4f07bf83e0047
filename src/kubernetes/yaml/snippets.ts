import { writeFlow, writeYaml } from './write-yaml';

/** Pieces of YAML to insert. Each piece is written once, because most pods have the same gaps. */
export class Snippets {
  private readonly written = new Map<string, string[]>();

  /** Returns the lines of a value. */
  public block(value: object, indentsLists: boolean): string[] {
    const key = `${String(indentsLists)} ${JSON.stringify(value)}`;
    const lines = this.written.get(key) ?? writeYaml(value, { indentsLists }).trimEnd().split('\n');
    this.written.set(key, lines);
    return lines;
  }

  /** Returns a value on one line, with braces for maps and brackets for lists. */
  public flow(value: unknown): string {
    return writeFlow(value);
  }
}
