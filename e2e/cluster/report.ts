/** What was asked of the cluster, and what happened. */
export interface Row {
  readonly asked: string;
  readonly expected: string;
  readonly got: string;
}

/** Collects what happened, and says each at once. */
export class Report {
  private readonly rows: Row[] = [];
  private readonly start = performance.now();

  public expect(asked: string, expected: string, got: string): void {
    const row = { asked, expected, got };
    this.add(row);
    this.say(isAsExpected(row) ? `ok: ${asked}: ${got}` : `DIFFERENT: ${asked}: expected ${expected}, got ${got}`);
  }

  /** Takes a row without a word. */
  public add(row: Row): void {
    this.rows.push(row);
  }

  /** A line of progress, with the seconds since the start. */
  public say(text: string): void {
    console.log(`[${((performance.now() - this.start) / 1000).toFixed(0).padStart(4)} s] ${text}`);
  }

  public get differences(): number {
    return this.rows.filter((row) => !isAsExpected(row)).length;
  }

  public get size(): number {
    return this.rows.length;
  }

  /** All as a table of Markdown. */
  public toString(): string {
    const lines = this.rows.map((row) => {
      const happened = isAsExpected(row) ? row.got : `**${row.got}**, expected ${row.expected}`;
      return `| ${row.asked} | ${happened} |`;
    });
    return ['| asked | happened |', '| --- | --- |', ...lines].join('\n');
  }
}

/** Whether it happened as it had to. */
export function isAsExpected({ expected, got }: Row): boolean {
  return got === expected;
}
