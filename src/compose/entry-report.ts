import { keyPath, leavesOf, stepsOf, valueAt } from './key-path';
import type { ComposePlace } from './compose-place';
import type { LossEntry, Outcome } from './loss-report';
import { masked } from './masked-value';
import type { ServiceReport } from './service-report';
import type { Wish } from './wishes';

/** Part of a project that a report is about. */
export interface ReportedPart {
  /** Name of the service. Null for the values outside services. */
  readonly service: string | null;
  /** Values of the part. */
  readonly value: unknown;
  /** Name of the service or job in `--accept`. Undefined for {@link service}. */
  readonly acceptedFor?: string;
  /** Returns a key of the part as the report has it. Undefined if it is the same. */
  readonly keyOf?: (key: string) => string;
  /** Returns true for a key of the part whose value another part has and reports. Undefined if there is none. */
  readonly leavesOut?: (key: string | number) => boolean;
  /** Returns the place of the value at some steps in the part. */
  readonly placeOf: (steps: ReadonlyArray<string | number>) => ComposePlace;
}

/** Accepted weaknesses, and those that a value asked for. */
export class Accepts {
  private readonly used = new Set<string>();

  constructor(private readonly reasons: ReadonlyMap<string, string>) {}

  /** Returns the reason of the user for a weakness of a service. Undefined if it is not accepted. */
  public reasonFor(wish: string, service: string): string | undefined {
    const word = [`${wish}:${service}`, wish].find((each) => this.reasons.has(each));
    if (word === undefined) return undefined;
    this.used.add(word);
    return this.reasons.get(word);
  }

  /** Accepted weaknesses that no value asked for. */
  public get unused(): string[] {
    return [...this.reasons.keys()].filter((word) => !this.used.has(word));
  }
}

/** Collects the entries of a report. */
export class EntryReport implements ServiceReport {
  private readonly found: LossEntry[] = [];

  constructor(
    private readonly part: ReportedPart,
    private readonly accepts: Accepts,
  ) {}

  public converted(key: string, field: string): void {
    this.add(key, 'converted', '', { field });
  }

  public approximated(key: string, field: string, difference: string): void {
    this.add(key, 'approximated', difference, { field });
  }

  public unsupported(key: string, reason: string): void {
    this.add(key, 'unsupported', reason);
  }

  public byDesign(key: string, reason: string): void {
    this.add(key, 'by-design', reason);
  }

  public refused(key: string, reason: string): void {
    this.add(key, 'refused', reason);
  }

  public weaker(key: string, wish: Wish, field: string, reason: string): string | undefined {
    const service = this.owner;
    const accepted = this.acceptance(wish);
    if (accepted === undefined)
      this.add(key, 'refused', reason, { field, accept: service === null ? wish : `${wish}:${service}` });
    else this.accepted(key, field, accepted);
    return accepted;
  }

  public acceptance(wish: Wish): string | undefined {
    return this.accepts.reasonFor(wish, this.owner ?? '');
  }

  public accepted(key: string, field: string, reason: string): void {
    this.add(key, 'converted', `weaker, and accepted: ${reason}`, { field });
  }

  public addDifference(key: string, difference: string): void {
    this.found.forEach((entry, i) => {
      if (entry.key !== key) return;
      const outcome = entry.outcome === 'converted' ? 'approximated' : entry.outcome;
      const reason = entry.reason === '' ? difference : `${entry.reason}; ${difference}`;
      this.found[i] = { ...entry, outcome, reason };
    });
  }

  /** Entries, in the order of the values in the file, with one for each value that nothing reported. */
  public get entries(): LossEntry[] {
    const covered = new Set(this.found.map(({ key }) => key));
    const missing = leavesOf(this.part.value)
      .filter((steps) => steps.length > 0 && !steps.some((_, i) => covered.has(keyPath(...steps.slice(0, i + 1)))))
      .map((steps) => this.unreported(steps));
    const { keyOf, leavesOut } = this.part;
    const entries = [...this.found, ...missing].filter(({ key }) => leavesOut?.(stepsOf(key)[0] ?? '') !== true);
    return keyOf === undefined ? entries : entries.map((entry) => ({ ...entry, key: keyOf(entry.key) }));
  }

  private get owner(): string | null {
    return this.part.acceptedFor ?? this.part.service;
  }

  private unreported(steps: ReadonlyArray<string | number>): LossEntry {
    const value = valueAt(this.part.value, steps);
    // an empty list or object asks for nothing
    return typeof value === 'object' && value !== null
      ? this.entry(keyPath(...steps), 'by-design', 'it is empty')
      : this.entry(keyPath(...steps), 'unsupported', 'the converter does not read this value');
  }

  private add(key: string, outcome: Outcome, reason: string, rest: Pick<LossEntry, 'field' | 'accept'> = {}): void {
    this.found.push(this.entry(key, outcome, reason, rest));
  }

  private entry(
    key: string,
    outcome: Outcome,
    reason: string,
    rest: Pick<LossEntry, 'field' | 'accept'> = {},
  ): LossEntry {
    const steps = stepsOf(key);
    const { file, line } = this.part.placeOf(steps);
    const value = masked(steps, valueAt(this.part.value, steps));
    return { service: this.part.service, key, value: value ?? null, outcome, reason, ...rest, file, line };
  }
}
