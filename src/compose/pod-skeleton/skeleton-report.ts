import { quote } from '../../diagnostics/input-error';
import { keyPath, leavesOf } from '../key-path';
import { type LossEntry, LossReport, type Outcome } from '../loss-report';
import { masked } from '../masked-value';
import type { SkeletonDocument } from './skeleton-document';
import type { SkeletonOrigins } from './skeleton-origins';
import { isUnset, type SkeletonNote, type SkeletonValues, type Steps } from './skeleton-values';

/** Skeleton whose conversion is reported. */
export interface ReportedSkeleton {
  readonly document: SkeletonDocument;
  readonly values: SkeletonValues;
  readonly origins: SkeletonOrigins;
  /** Namespace that the skeleton names, and the one that is used. */
  readonly namespaces: readonly [string | undefined, string | undefined];
}

const NAMESPACE = ['metadata', 'namespace'];
const MASK = '***';

/** Returns the report of a project's conversion with the keys of its skeleton, and an entry for each value and each slip. */
export function skeletonReport(report: LossReport, skeleton: ReportedSkeleton): LossReport {
  const entries = new Entries(skeleton);
  entries.addSlips();
  for (const note of skeleton.values.notes) entries.addNote(note);
  for (const entry of report.entries) entries.addConverted(entry);
  entries.addNamespace();
  entries.addOthers();
  return new LossReport(entries.inOrder(), report.unusedAccepts, report.reading);
}

class Entries {
  private readonly found = new Map<string, LossEntry>();
  private readonly covered = new Set<string>();

  constructor(private readonly skeleton: ReportedSkeleton) {}

  /** Entries in the order of the file. */
  public inOrder(): LossEntry[] {
    return [...this.found.values()].sort((a, b) => a.line - b.line);
  }

  public addSlips(): void {
    const { file, slips } = this.skeleton.document;
    for (const { key, line, message } of slips)
      this.add({ service: null, key, value: null, outcome: 'approximated', reason: message, file, line });
  }

  public addNote({ service, steps, outcome, reason, isSlip }: SkeletonNote): void {
    if (!isSlip) this.covered.add(keyPath(...steps));
    this.addAt(service, steps, outcome, reason);
  }

  /** Adds what became of a key of a service. */
  public addConverted(entry: LossEntry): void {
    const { values, origins } = this.skeleton;
    const origin = origins.of(entry.service, entry.key);
    const steps = origin?.steps ?? origins.container(entry.service);
    const value = origin ? values.at(steps) : undefined;
    const isLost = entry.outcome === 'refused' || entry.outcome === 'unsupported' || entry.outcome === 'approximated';
    // the skeleton does not ask for what its services have in common with every pod
    if (!isLost && (value === undefined || value === null || value === '')) return;
    // a network of the pod is a value of its first container, too
    if (entry.service === null && this.covered.has(keyPath(...steps))) return;
    if (origin) this.covered.add(keyPath(...steps));
    const isExplained = entry.outcome === 'approximated' || entry.accept !== undefined;
    const own = origin?.reason !== undefined && isExplained ? origin.reason : entry.reason;
    const difference = entry.outcome === 'unsupported' ? undefined : origin?.difference;
    this.add({
      ...entry,
      service: origin?.isOfPod === true ? null : entry.service,
      key: keyPath(...steps),
      value: shownValue(steps, value, entry.value),
      outcome: difference !== undefined && entry.outcome === 'converted' ? 'approximated' : entry.outcome,
      reason: [own, difference ?? ''].filter((reason) => reason !== '').join('; '),
      ...values.placeOf(steps),
    });
  }

  public addNamespace(): void {
    const [given, used] = this.skeleton.namespaces;
    if (given === undefined) return;
    this.covered.add(keyPath(...NAMESPACE));
    if (used === given) this.addAt(null, NAMESPACE, 'converted', '');
    else if (used === undefined) this.addAt(null, NAMESPACE, 'unsupported', 'the manifests have no namespace');
    else this.addAt(null, NAMESPACE, 'approximated', `the namespace is ${quote(used)}`);
  }

  /** Adds an entry for each value that nothing has read. */
  public addOthers(): void {
    const { document, values } = this.skeleton;
    for (const steps of leavesOf(document.value)) {
      if (steps.some((_, i) => this.covered.has(keyPath(...steps.slice(0, i + 1))))) continue;
      if (isUnset(values.at(steps))) this.addAt(null, steps, 'by-design', 'it is empty');
      else this.addAt(null, steps, 'unsupported', 'the converter does not read this value');
    }
  }

  private addAt(service: string | null, steps: Steps, outcome: Outcome, reason: string): void {
    const { values } = this.skeleton;
    const value = values.at(steps);
    // parts of an object can be secrets, and have entries of their own
    const shown = typeof value === 'object' ? null : masked(steps, value);
    this.add({ service, key: keyPath(...steps), value: shown ?? null, outcome, reason, ...values.placeOf(steps) });
  }

  private add(entry: LossEntry): void {
    const { service, key, outcome, reason } = entry;
    this.found.set(JSON.stringify([service, key, outcome, reason]), entry);
  }
}

/** Returns a value of the skeleton, with `***` in place of what is a secret in the service. */
function shownValue(steps: Steps, value: unknown, converted: unknown): unknown {
  if (!JSON.stringify(converted ?? null).includes(MASK)) return masked(steps, value) ?? null;
  if (steps.at(-2) === 'env' && typeof value === 'object') return { ...value, value: MASK };
  return Array.isArray(converted) ? converted : MASK;
}
