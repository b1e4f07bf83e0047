import type { Finding, ResourceReference } from '../policy/finding';
import type { ManifestDocument } from '../policy/subject/manifest-document';
import type { NotJudgedKind } from '../policy/not-judged';
import type { PolicyReport } from '../policy/policy-report';
import type { Rule } from '../policy/rule';
import { SEVERITIES } from '../diagnostics/severity';

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

/** Content of a report. */
export interface ReportContent {
  readonly report: PolicyReport;
  /** Rules that ran, sorted by id. */
  readonly rules: ReadonlyArray<Rule>;
  readonly unreadable: ReadonlyArray<UnreadableSource>;
  /** Documents that were judged. */
  readonly documents: ReadonlyArray<ManifestDocument>;
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

/** Separates the findings that are acknowledged from those that are open. */
export function partition(findings: ReadonlyArray<Finding>): { open: Finding[]; acknowledged: Finding[] } {
  const open: Finding[] = [];
  const acknowledged: Finding[] = [];
  for (const finding of findings) (finding.acknowledged === undefined ? open : acknowledged).push(finding);
  return { open, acknowledged };
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

/** Returns a count with its noun, such as `1 object` or `2 objects`. */
export function countOf(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** Returns a kind that was not judged, such as `argoproj.io/v1alpha1 Workflow: 2 objects`. */
export function notJudgedText({ apiVersion, kind, count }: NotJudgedKind): string {
  return `${apiVersion} ${kind}: ${countOf(count, 'object')}`;
}

/** Returns the counts of a report, such as `1 critical, 2 high, 0 medium, 0 low; 1 acknowledged`. */
export function countsOf(report: PolicyReport): string {
  const counts = SEVERITIES.map((severity) => `${report.count(severity)} ${severity}`).join(', ');
  return `${counts}; ${report.acknowledged} acknowledged`;
}
