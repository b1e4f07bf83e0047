import { writeYaml } from '../kubernetes/write-yaml';

/** Pieces of YAML to insert. Each is written once: most pods lack the same things. */
export class Snippets {
  private readonly written = new Map<string, string>();

  /** The lines of a value. */
  public block(value: object, indentsLists: boolean): string[] {
    return this.once(value, indentsLists ? 'indented' : 'block', () => writeYaml(value, { indentsLists })).split('\n');
  }

  /** A value in one line, its maps in braces and its lists in brackets. */
  public flow(value: unknown): string {
    return this.once(value, 'flow', () => writeYaml(value, { flow: true }));
  }

  private once(value: unknown, style: string, write: () => string): string {
    const key = style + JSON.stringify(value);
    const known = this.written.get(key);
    if (known !== undefined) return known;
    const text = write().trimEnd();
    this.written.set(key, text);
    return text;
  }
}
