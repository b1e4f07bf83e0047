import type { Finding, FrameworkControl } from '../policy/finding';
import { printableJson, printableJsonText } from '../diagnostics/printable';
import { SEVERITIES } from '../diagnostics/severity';
import type { ReportContent } from './content';

/** Renders the report as JSON, piece by piece. Every key is always present; a missing value is null. */
export function* jsonReport({ report, unreadable, notices }: ReportContent): Generator<string> {
  yield `{\n  "version": 1,\n  "kubernetes": ${printableJson(report.version.name)},\n`;
  const targets = report.targets.map(({ target, objects }) => ({ kubernetes: target.name, objects }));
  yield `  "targets": ${printableJson(targets)},\n`;
  yield `  "packs": ${printableJson(report.packs)},\n  "findings": [`;
  let separator = '\n';
  for (const finding of report.findings) {
    yield `${separator}    ${findingJson(finding)}`;
    separator = ',\n';
  }
  yield report.findings.length === 0 ? '],\n' : '\n  ],\n';
  const errors = unreadable.map(({ file, line, message }) => ({ file, line: line ?? null, message }));
  yield `  "errors": ${printableJson(errors)},\n`;
  const facts = notices.map(({ id, title, items = [] }) => ({ id, title, items }));
  yield `  "notices": ${printableJson(facts)},\n`;
  const findings = Object.fromEntries(SEVERITIES.map((severity) => [severity, report.count(severity)]));
  const notJudged = report.notJudged.map(({ apiVersion, kind, count, places }) => ({
    apiVersion,
    kind,
    count,
    places,
  }));
  const summary = {
    objects: report.objects,
    findings,
    acknowledged: report.acknowledged,
    known: report.known ?? null,
    notJudged,
  };
  yield `  "summary": ${printableJson(summary)}\n}\n`;
}

function findingJson(finding: Finding): string {
  const { apiVersion, kind, namespace, name } = finding.resource;
  const { rule, check, severity, container, path, value, message, fix, frameworks } = finding;
  const { acknowledged, refused, file, document, line = null, isKnown } = finding;
  const accepted = acknowledged && { reason: acknowledged.reason, until: acknowledged.until ?? null };
  const rejected = refused && { reason: refused.reason, why: refused.why };
  return (
    `{"rule":${textJson(rule)},"check":${textJson(check)},"severity":${textJson(severity)}` +
    `,"resource":{"apiVersion":${textJson(apiVersion)},"kind":${textJson(kind)},"namespace":${textJson(namespace)}` +
    `,"name":${textJson(name)}},"container":${textJson(container)},"path":${textJson(path)},"value":${textJson(value)}` +
    `,"message":${textJson(message)},"fix":${textJson(fix)},"frameworks":${frameworksJson(frameworks)}` +
    `,"source":{"file":${textJson(file)},"document":${document},"line":${line}}` +
    `,"acknowledged":${printableJson(accepted ?? null)},"refused":${printableJson(rejected ?? null)},"known":${isKnown}}`
  );
}

function textJson(text: string | undefined): string {
  return text === undefined ? 'null' : printableJsonText(text);
}

/** JSON of the controls of rules, which the findings of a rule share. */
const jsonOfFrameworks = new WeakMap<ReadonlyArray<FrameworkControl>, string>();

function frameworksJson(frameworks: ReadonlyArray<FrameworkControl>): string {
  const before = jsonOfFrameworks.get(frameworks);
  if (before !== undefined) return before;
  const json = printableJson(frameworks);
  jsonOfFrameworks.set(frameworks, json);
  return json;
}
