import type { Finding, ResourceReference } from '../policy/finding';
import type { ManifestDocument } from '../policy/subject/manifest-document';
import type { NotJudgedKind } from '../policy/not-judged';
import type { PolicyReport } from '../policy/policy-report';
import type { PolicyTarget } from '../policy/policy-target';
import type { Rule } from '../policy/rule';
import { SEVERITIES, type Severity } from '../diagnostics/severity';

/** Input that could not be read and therefore was not judged. */
export interface UnreadableSource {
  readonly file: string;

  /**
   * Line of the problem, counted from 1.
   * @default - the whole file
   */
  readonly line?: number;

  readonly message: string;
}

/** Fact about a check that a reader needs to judge its result, such as the kinds without a schema. It affects no exit code. */
export interface Notice {
  /** Lower-case slug, such as `kinds-without-schema`, that identifies the notice in JSON. */
  readonly id: string;

  /** Fact in a few words, such as `not validated, because no schema is known`. */
  readonly title: string;

  /**
   * Things that the fact is about, such as `argoproj.io/v1alpha1 Workflow: 2 objects`.
   * @default - the title says all
   */
  readonly items?: string[];
}

/** Content of a report. */
export interface ReportContent {
  readonly report: PolicyReport;
  /** Rules that ran, sorted by id. */
  readonly rules: ReadonlyArray<Rule>;
  readonly unreadable: ReadonlyArray<UnreadableSource>;
  /** Documents that were judged. */
  readonly documents: ReadonlyArray<ManifestDocument>;
  /** Facts that every form of the report shows. */
  readonly notices: ReadonlyArray<Notice>;
  /**
   * Lowest severity that fails the check.
   * @default Severity.HIGH
   */
  readonly failOn?: Severity;
  /** Date on which acknowledgements were judged, as `YYYY-MM-DD`. Unset if none expires. */
  readonly asOf?: string;
}

/** Returns the place of a finding for people: the line of a file, or the path of the construct. */
export function placeOf(finding: Finding): string | undefined {
  const { file, line, constructPath } = finding;
  if (file === undefined) return constructPath;
  return line === undefined ? file : `${file}:${line}`;
}

/** Returns the name of an object, such as `Deployment shop/web`. */
export function nameOf({ kind, namespace, name }: ResourceReference): string {
  if (kind === '' && name === '') return 'all manifests';
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name === '' ? '(no name)' : name}`;
}

/** Findings by what is to be done about them. */
export interface PartedFindings {
  /** Findings to fix or to accept. */
  readonly open: Finding[];
  /** Findings that a baseline contains. */
  readonly known: Finding[];
  readonly acknowledged: Finding[];
}

/** Separates the findings that are acknowledged or known from those that are open. */
export function partition(findings: ReadonlyArray<Finding>): PartedFindings {
  const parts: PartedFindings = { open: [], known: [], acknowledged: [] };
  for (const finding of findings) parts[stateOf(finding)].push(finding);
  return parts;
}

/** Returns what is to be done about a finding. */
export function stateOf({ acknowledged, isKnown }: Finding): keyof PartedFindings {
  if (acknowledged !== undefined) return 'acknowledged';
  return isKnown ? 'known' : 'open';
}

/** Returns the last day of an acknowledgement, such as `until 2026-06-30`; empty if it does not end. */
export function untilText({ acknowledged }: Finding): string {
  return acknowledged?.until === undefined ? '' : `until ${acknowledged.until}`;
}

/** Returns a key that is unique for each object, even if two files have objects with the same name. */
export function objectKey(file: string | undefined, document: number, resource: ResourceReference): string {
  const { apiVersion, kind, namespace, name } = resource;
  return JSON.stringify([file, document, apiVersion, kind, namespace, name]);
}

/** Groups findings by object, the most severe first. The findings of one object must follow each other. */
export function byObject(findings: ReadonlyArray<Finding>): Finding[][] {
  const groups: Finding[][] = [];
  let last: string | undefined;
  for (const finding of findings) {
    const key = objectKey(finding.file, finding.document, finding.resource);
    if (key === last) groups.at(-1)?.push(finding);
    else groups.push([finding]);
    last = key;
  }
  for (const group of groups) group.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  return groups;
}

/**
 * Orders lists of findings: first by the severities that they contain, then by the number of findings of each. Lists with the same
 * numbers stay in their order.
 */
export function worstFirst<List extends ReadonlyArray<Finding>>(lists: ReadonlyArray<List>): List[] {
  return lists
    .map((list) => ({ list, counts: severityCounts(list) }))
    .sort((a, b) => compareCounts(a.counts, b.counts))
    .map(({ list }) => list);
}

function severityCounts(findings: ReadonlyArray<Finding>): number[] {
  const counts = SEVERITIES.map(() => 0);
  for (const finding of findings) {
    const at = SEVERITIES.indexOf(finding.severity);
    if (stateOf(finding) === 'open') counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts;
}

/** Compares numbers of findings by severity: first which severities there are, then how many findings they have. */
export function compareCounts(a: ReadonlyArray<number>, b: ReadonlyArray<number>): number {
  const presence = a.findIndex((count, at) => count > 0 !== (b[at] ?? 0) > 0);
  const at = presence < 0 ? a.findIndex((count, each) => count !== b[each]) : presence;
  return at < 0 ? 0 : (b[at] ?? 0) - (a[at] ?? 0);
}

/** Returns a count with its noun, such as `1 object` or `2 objects`. */
export function countOf(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** Returns a kind that was not judged, such as `argoproj.io/v1alpha1 Workflow: 2 objects`. */
export function notJudgedText({ apiVersion, kind, count }: NotJudgedKind): string {
  return `${apiVersion} ${kind}: ${countOf(count, 'object')}`;
}

/** Number of things that a notice lists in a report for people. */
const MOST_LISTED = 20;

/** Returns a notice as one line, such as `not validated, because no schema is known: v1 A: 1 object; v1 B: 2 objects`. */
export function noticeText({ title, items = [] }: Notice): string {
  if (items.length === 0) return title;
  const more = items.length - MOST_LISTED;
  return `${title}: ${items.slice(0, MOST_LISTED).join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}

/** Returns the targets of a report, such as `Kubernetes 1.27`, or `Kubernetes 1.30 (9 objects) and izuma-edge (5 objects)`. */
export function targetsOf({ target, targets }: PolicyReport): string {
  const [first, ...others] = targets;
  if (first === undefined || others.length === 0) return targetName(first?.target ?? target);
  const names = targets.map((each) => `${targetName(each.target)} (${countOf(each.objects, 'object')})`);
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

function targetName({ name, isIzumaEdge }: PolicyTarget): string {
  return isIzumaEdge ? name : `Kubernetes ${name}`;
}

/** Returns the counts of a report, such as `1 critical, 2 high, 0 medium, 0 low, 1 accepted`; known ones only beside a baseline. */
export function countsOf(report: PolicyReport): string {
  const counts = SEVERITIES.map((severity) => `${report.count(severity)} ${severity}`);
  const known = report.known === undefined ? [] : [`${report.known} known`];
  return [...counts, ...known, `${report.acknowledged} accepted`].join(', ');
}
