/** A check of a real system, with its expected and its actual result. */
export interface Row {
  readonly asked: string;
  readonly expected: string;
  readonly got: string;
}

/** Results of a run: each is printed at once, and all of them at the end. */
export class Report {
  private readonly rows: Row[] = [];
  private readonly start = performance.now();

  public expect(asked: string, expected: string, got: string): void {
    const row = { asked, expected, got };
    this.add(row);
    this.say(isAsExpected(row) ? `ok: ${asked}: ${got}` : `DIFFERENT: ${asked}: expected ${expected}, got ${got}`);
  }

  /** Adds a row without printing it. */
  public add(row: Row): void {
    this.rows.push(row);
  }

  /** Prints a line of progress, with the seconds since the start. */
  public say(text: string): void {
    console.log(`[${((performance.now() - this.start) / 1000).toFixed(0).padStart(4)} s] ${text}`);
  }

  public get differences(): number {
    return this.rows.filter((row) => !isAsExpected(row)).length;
  }

  public get size(): number {
    return this.rows.length;
  }

  /** All rows as a block of Markdown, as on the pages of docs/runs. */
  public toString(): string {
    const lines = this.rows.map((row) => {
      const result = isAsExpected(row) ? row.got : `DIFFERENT: ${row.got}, expected ${row.expected}`;
      return `${row.asked} → ${result}`.trimEnd();
    });
    return ['```text', ...lines, '```'].join('\n');
  }
}

/** True if the actual result is the expected one. */
export function isAsExpected({ expected, got }: Row): boolean {
  return got === expected;
}
