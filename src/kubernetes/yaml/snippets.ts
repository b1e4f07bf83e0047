import { writeFlow, writeYaml } from './write-yaml';

/** Pieces of YAML to insert. Each is written once: most pods lack the same things. */
export class Snippets {
  private readonly written = new Map<string, string[]>();

  /** The lines of a value. */
  public block(value: object, indentsLists: boolean): string[] {
    const key = `${String(indentsLists)} ${JSON.stringify(value)}`;
    const lines = this.written.get(key) ?? writeYaml(value, { indentsLists }).trimEnd().split('\n');
    this.written.set(key, lines);
    return lines;
  }

  /** A value in one line, its maps in braces and its lists in brackets. */
  public flow(value: unknown): string {
    return writeFlow(value);
  }
}
