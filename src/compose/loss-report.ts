import type { ComposePlace } from './compose-place';

/** Result of the conversion of a value. */
export type Outcome = 'converted' | 'approximated' | 'refused' | 'unsupported' | 'by-design';

/** Outcomes, in the order of a summary. */
export const OUTCOMES: ReadonlyArray<Outcome> = ['converted', 'approximated', 'refused', 'unsupported', 'by-design'];

/** Value of a compose file, and what became of it. */
export interface LossEntry {
  /** Name of the service. Null for a value outside services. */
  readonly service: string | null;
  /** Key with its path in the service, such as `deploy.resources.limits.pids` or `ports[0]`. */
  readonly key: string;
  /** Value as the file has it after its variables are replaced. A value that looks like a secret is `***`. */
  readonly value: unknown;
  readonly outcome: Outcome;
  /** Sentence that says what differs, why, and what to do. Empty for a value that is converted exactly. */
  readonly reason: string;
  /** Field of the manifest, such as `spec.template.spec.hostNetwork`. */
  readonly field?: string;
  /** Word for `--accept` that keeps the value, such as `privileged:camera`. */
  readonly accept?: string;
  readonly file: string;
  readonly line: number;
}

/** Number of values by what became of them. */
export type LossSummary = Readonly<Record<Outcome, number>>;

/** Changes and omissions of the reading of a project, before its values were converted. */
export interface ReadingAccount {
  /** Values that are read in a form of today, such as keys of version 1. */
  readonly notes: ReadonlyArray<ComposePlace & { readonly message: string }>;
  /** Variables that no file and no environment sets, and whose value is therefore empty. */
  readonly unsetVariables: ReadonlyArray<string>;
  /** Services that are left out, because none of their profiles is active. */
  readonly inactiveServices: ReadonlyArray<{ readonly service: string; readonly profiles: ReadonlyArray<string> }>;
}

/** Account of every value of a compose project. */
export class LossReport {
  constructor(
    public readonly entries: ReadonlyArray<LossEntry>,
    /** Accepted weaknesses that no value asks for. */
    public readonly unusedAccepts: ReadonlyArray<string> = [],
    public readonly reading: ReadingAccount = { notes: [], unsetVariables: [], inactiveServices: [] },
  ) {}

  public get summary(): LossSummary {
    const counts: Record<Outcome, number> = {
      converted: 0,
      approximated: 0,
      refused: 0,
      unsupported: 0,
      'by-design': 0,
    };
    for (const { outcome } of this.entries) counts[outcome] += 1;
    return counts;
  }

  /** Values that are left out unless the user accepts them. */
  public get refused(): LossEntry[] {
    return this.entries.filter(({ outcome }) => outcome === 'refused');
  }

  /** Returns the text of `loss.json`. */
  public toJson(): string {
    const { entries, summary, unusedAccepts, reading } = this;
    return `${JSON.stringify({ version: 1, entries, summary, unusedAccepts, ...reading }, null, 2)}\n`;
  }
}
