import type { Finding, ResourceReference } from '../policy/finding';
import type { ManifestDocument } from '../policy/subject/manifest-document';
import type { NotJudgedKind } from '../policy/not-judged';
import type { PolicyReport } from '../policy/policy-report';
import type { Rule } from '../policy/rule';
import { SEVERITIES } from '../diagnostics/severity';

/** Input that could not be read, and so is not judged. */
export interface UnreadableSource {
  readonly file: string;

  /**
   * From 1.
   * @default - the file as a whole
   */
  readonly line?: number;

  readonly message: string;
}

/** What a report shows. */
export interface ReportContent {
  readonly report: PolicyReport;
  /** The rules that were run, by id. */
  readonly rules: ReadonlyArray<Rule>;
  readonly unreadable: ReadonlyArray<UnreadableSource>;
  /** The documents that were judged. */
  readonly documents: ReadonlyArray<ManifestDocument>;
}

/** Where a person looks: the line of a file, or the construct. */
export function placeOf(finding: Finding): string | undefined {
  const { file, line, constructPath } = finding;
  if (file === undefined) return constructPath;
  return line === undefined ? file : `${file}:${line}`;
}

/** Such as `Deployment shop/web`. */
export function nameOf({ kind, namespace, name }: ResourceReference): string {
  if (kind === '' && name === '') return 'all manifests';
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name === '' ? '(no name)' : name}`;
}

/** Findings that nobody has acknowledged, and those that somebody has. */
export function partition(findings: ReadonlyArray<Finding>): { open: Finding[]; acknowledged: Finding[] } {
  const open: Finding[] = [];
  const acknowledged: Finding[] = [];
  for (const finding of findings) (finding.acknowledged === undefined ? open : acknowledged).push(finding);
  return { open, acknowledged };
}

/** Tells objects apart, those of one name in different files, too. */
export function objectKey(file: string | undefined, document: number, resource: ResourceReference): string {
  const { apiVersion, kind, namespace, name } = resource;
  return JSON.stringify([file, document, apiVersion, kind, namespace, name]);
}

/** The findings of each object, which follow each other in a report. The worst comes first. */
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

/** Such as `1 object`, `2 objects`. */
export function countOf(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** Such as `argoproj.io/v1alpha1 Workflow: 2 objects`. */
export function notJudgedText({ apiVersion, kind, count }: NotJudgedKind): string {
  return `${apiVersion} ${kind}: ${countOf(count, 'object')}`;
}

/** Such as `1 critical, 2 high, 0 medium, 0 low; 1 acknowledged`. */
export function countsOf(report: PolicyReport): string {
  const counts = SEVERITIES.map((severity) => `${report.count(severity)} ${severity}`).join(', ');
  return `${counts}; ${report.acknowledged} acknowledged`;
}
