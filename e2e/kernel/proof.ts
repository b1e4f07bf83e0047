import { ENDPOINTS, EXPECTED, outcomeOf, renderOutcomes, VARIANTS } from '../../scripts/demo/outcome';
import type { Answer, Endpoint, Outcome, OutcomeTable, Variant } from '../../scripts/demo/outcome';
import { isAsExpected, Report, type Row } from '../cluster/report';

/** Titles of the parts, in the order in which they are printed. */
const PARTS = {
  loaders: 'The loader’s program, with the profiles and the rights of each committed manifest',
  variants: 'The demo’s servers, as in the committed manifest',
  rights: 'The loader with one right removed',
  lifecycle: 'Profiles while they change',
  strangers: 'Profiles of others, and texts that affect more than their own profile',
  presets: 'Operations that each preset allows or denies to a process of user 0 with every capability',
  machine: 'The machine',
} as const;

type Part = keyof typeof PARTS;

/** Answers of a server, as the machine reports them. */
interface AnswerLine {
  readonly variant: Variant;
  readonly endpoint: Endpoint;
  readonly status: number;
  readonly body: string;
  readonly failure?: string;
}

/** Expected end of the machine. */
export const SWITCHED_OFF = 'boots, and switches itself off';

const UNANSWERED: Outcome = { word: 'failed', detail: 'never asked' };

/** Reads the machine's console line by line. Lines that start with `@` are for the proof. */
export class Proof {
  private readonly reports = new Map<Part, Report>(Object.keys(PARTS).map((part) => [part as Part, new Report()]));
  private readonly outcomes = new Map<string, Outcome>();
  private part: Part = 'loaders';
  private lines = 0;
  private announced?: number;

  private readonly takes: Readonly<Record<string, (content: string) => void>> = {
    part: (content) => (this.part = JSON.parse(content) as Part),
    row: (content) => this.add(JSON.parse(content) as Row),
    answer: (content) => this.answer(JSON.parse(content) as AnswerLine),
  };

  /** Reads a line. */
  public take(line: string): void {
    const [, word, content = ''] = /^@(\S+) (.*?)\r?$/.exec(line) ?? [];
    if (word === 'end') this.announced = Number(content);
    const take = word === undefined ? undefined : this.takes[word];
    if (take === undefined) return;
    this.lines += 1;
    take(content);
  }

  /** Checks the complete results after the machine is off. */
  public end(how: string): void {
    this.part = 'variants';
    for (const variant of VARIANTS) for (const endpoint of ENDPOINTS) this.addCell(variant, endpoint);
    this.part = 'machine';
    this.add({ asked: 'the machine', expected: SWITCHED_OFF, got: how });
    this.add({ asked: 'lines of its proof', expected: String(this.announced), got: String(this.lines) });
  }

  public get differences(): number {
    return this.all.reduce((sum, report) => sum + report.differences, 0);
  }

  public get size(): number {
    return this.all.reduce((sum, report) => sum + report.size, 0);
  }

  /** Returns all results as Markdown. */
  public toString(): string {
    const parts = [...this.reports].map(([part, report]) => `### ${PARTS[part]}\n\n${report.toString()}`);
    return [...parts, renderOutcomes(this.table)].join('\n\n');
  }

  private get all(): Report[] {
    return [...this.reports.values()];
  }

  private get table(): OutcomeTable {
    const row = (variant: Variant): [string, Record<string, Outcome>] => [
      variant,
      Object.fromEntries(ENDPOINTS.map((each) => [each, this.outcomes.get(`${variant} ${each}`) ?? UNANSWERED])),
    ];
    return Object.fromEntries(VARIANTS.map(row)) as OutcomeTable;
  }

  private addCell(variant: Variant, endpoint: Endpoint): void {
    const { word, detail } = this.table[variant][endpoint];
    const got = detail === undefined ? word : `${word}: ${detail}`;
    this.add({ asked: `${variant} ${endpoint}`, expected: EXPECTED[variant][endpoint], got });
  }

  private add(row: Row): void {
    this.reports.get(this.part)?.add(row);
    if (!isAsExpected(row)) console.error(`DIFFERENT: ${row.asked}: expected ${row.expected}, got ${row.got}`);
  }

  private answer({ variant, endpoint, status, body, failure }: AnswerLine): void {
    const answer: Answer = failure === undefined ? { status, body } : { failure };
    this.outcomes.set(`${variant} ${endpoint}`, outcomeOf(variant, endpoint, answer));
  }
}
