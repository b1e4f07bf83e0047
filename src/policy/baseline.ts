import { InputError, Problems, quote } from '../diagnostics/input-error';
import { printableJson } from '../diagnostics/printable';
import { isAtLeast, SEVERITIES, type Severity } from '../diagnostics/severity';
import { groupOf, isObject } from '../kubernetes/manifest';
import { JsonError, readJsonObject } from '../kubernetes/read-json';
import { engineRules } from './engine-rule';
import type { Finding } from './finding';
import type { PolicyReport } from './policy-report';

/** Findings of a baseline that are the same in all that identifies them. */
export interface BaselineEntry {
  readonly rule: string;
  readonly severity: Severity;
  /** API group of the object. Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly namespace: string | null;
  readonly name: string;
  readonly container: string | null;
  /** Value that the findings are about. */
  readonly value: string | null;
  /** Number of findings, from 1. */
  readonly count: number;
}

/** Result of a comparison with a baseline. */
export interface BaselineComparison {
  /** The report, in which the findings of the baseline are known. */
  readonly report: PolicyReport;
  /** Entries of rules that were run, with the number of findings that are gone. */
  readonly resolved: ReadonlyArray<BaselineEntry>;
}

/** Version of the form of a baseline. */
const VERSION = 1;

/** Number of lists that an error about a baseline names. */
const MOST_PROBLEMS = 20;

/**
 * Findings that a set of manifests already has. A check against it fails only for others. Lines and places in lists do not
 * identify a finding, so that a baseline stays valid if they move.
 */
export class Baseline {
  /** Returns the open and known findings of a report. Those of the engine are left out, because something was not judged. */
  public static of({ findings }: PolicyReport): Baseline {
    const engine = engineIds();
    const entries = new Map<string, BaselineEntry>();
    for (const finding of findings) {
      if (finding.acknowledged !== undefined || engine.has(finding.rule)) continue;
      add(entries, entryOf(finding));
    }
    return new Baseline(entries);
  }

  /**
   * Reads a baseline.
   * @throws InputError if it has another form
   */
  public static parse(text: string, file: string): Baseline {
    const problems = new Problems();
    const entries = new Map<string, BaselineEntry>();
    for (const [i, item] of listOf(text, file).entries()) {
      const problem = problemOf(item);
      if (problem === undefined) add(entries, item as BaselineEntry);
      else if (i < MOST_PROBLEMS) problems.add(`findings[${i}] ${problem}`);
      else problems.add(`findings[${i}] and others are wrong`);
      if (problem !== undefined && i >= MOST_PROBLEMS) break;
    }
    problems.throwIfAny(`baseline ${quote(file)}`);
    return new Baseline(entries);
  }

  private constructor(private readonly entries: ReadonlyMap<string, BaselineEntry>) {}

  /** Number of findings. */
  public get size(): number {
    return [...this.entries.values()].reduce((sum, { count }) => sum + count, 0);
  }

  /** Renders the baseline as JSON, one finding a line, in an order that does not depend on the manifests. */
  public toJson(): string {
    const keys = [...this.entries.keys()].sort();
    const lines = keys.map((key) => `    ${printableJson(this.entries.get(key))}`);
    const list = lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n  ]`;
    return `{\n  "version": ${VERSION},\n  "findings": ${list}\n}\n`;
  }

  /**
   * Marks the findings that the baseline contains, each at most as often as it contains it. A finding is another one if its
   * severity has risen.
   * @param rules ids of the rules that were run
   */
  public compare(report: PolicyReport, rules: Iterable<string>): BaselineComparison {
    const engine = engineIds();
    const left = new Map([...this.entries].map(([key, { count }]) => [key, count]));
    const findings = report.findings.map((finding) => {
      if (finding.acknowledged !== undefined || engine.has(finding.rule)) return finding;
      const entry = entryOf(finding);
      const key = SEVERITIES.filter((severity) => isAtLeast(severity, finding.severity))
        .map((severity) => keyOf({ ...entry, severity }))
        .reverse()
        .find((each) => (left.get(each) ?? 0) > 0);
      if (key === undefined) return finding;
      left.set(key, (left.get(key) ?? 0) - 1);
      return finding._asKnown();
    });
    const run = new Set(rules);
    const resolved = [...this.entries]
      .map(([key, entry]) => ({ ...entry, count: left.get(key) ?? 0 }))
      .filter(({ rule, count }) => count > 0 && run.has(rule));
    return { report: report._compared(findings), resolved };
  }
}

function entryOf({ rule, severity, resource, container, value }: Finding): BaselineEntry {
  const { apiVersion, kind, namespace, name } = resource;
  return {
    rule,
    severity,
    group: groupOf(apiVersion),
    kind,
    namespace: namespace ?? null,
    name,
    container: container ?? null,
    value: value ?? null,
    count: 1,
  };
}

/** Key that orders entries by object, and identifies them. */
function keyOf({ group, kind, namespace, name, rule, container, value, severity }: BaselineEntry): string {
  return JSON.stringify([namespace ?? '', kind, group, name, rule, container, value, severity]);
}

function add(entries: Map<string, BaselineEntry>, entry: BaselineEntry): void {
  const { rule, severity, group, kind, namespace, name, container, value } = entry;
  const count = (entries.get(keyOf(entry))?.count ?? 0) + entry.count;
  entries.set(keyOf(entry), { rule, severity, group, kind, namespace, name, container, value, count });
}

function engineIds(): ReadonlySet<string> {
  return new Set(Object.values({ ...engineRules() }).map(({ id }) => id));
}

function listOf(text: string, file: string): unknown[] {
  const fix = 'write it again with --write-baseline';
  let json: { readonly [key: string]: unknown };
  try {
    json = readJsonObject(text);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new InputError(`baseline ${quote(file)}`, [`${error.message}: ${fix}`]);
  }
  const { version, findings } = json;
  const problems = new Problems();
  if (version !== VERSION) problems.add(`version must be ${VERSION}, got ${quote(version)}: ${fix}`);
  if (!Array.isArray(findings)) problems.add(`findings must be a list, got ${quote(findings)}: ${fix}`);
  problems.throwIfAny(`baseline ${quote(file)}`);
  return findings as unknown[];
}

/** Returns what is wrong with an entry; undefined if nothing is. */
function problemOf(item: unknown): string | undefined {
  if (!isObject(item)) return `must be an object, got ${quote(item)}`;
  for (const key of ['rule', 'group', 'kind', 'name'])
    if (typeof item[key] !== 'string') return `must have a text as ${key}, got ${quote(item[key])}`;
  for (const key of ['namespace', 'container', 'value'])
    if (typeof item[key] !== 'string' && item[key] !== null)
      return `must have a text or null as ${key}, got ${quote(item[key])}`;
  if (!SEVERITIES.some((severity) => severity === item['severity']))
    return `must have one of ${SEVERITIES.join(', ')} as severity, got ${quote(item['severity'])}`;
  const { count } = item;
  if (!Number.isSafeInteger(count) || (count as number) < 1)
    return `must have a number from 1 as count, got ${quote(count)}`;
  return undefined;
}
