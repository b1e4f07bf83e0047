import type { Finding } from '../policy/finding';
import { printableJson } from '../diagnostics/printable';
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
    yield `${separator}    ${printableJson(findingJson(finding))}`;
    separator = ',\n';
  }
  yield report.findings.length === 0 ? '],\n' : '\n  ],\n';
  const errors = unreadable.map(({ file, line, message }) => ({ file, line: line ?? null, message }));
  yield `  "errors": ${printableJson(errors)},\n`;
  const facts = notices.map(({ id, title, items = [] }) => ({ id, title, items }));
  yield `  "notices": ${printableJson(facts)},\n`;
  const findings = Object.fromEntries(SEVERITIES.map((severity) => [severity, report.count(severity)]));
  const notJudged = report.notJudged.map(({ apiVersion, kind, count }) => ({ apiVersion, kind, count }));
  const summary = {
    objects: report.objects,
    findings,
    acknowledged: report.acknowledged,
    known: report.known ?? null,
    notJudged,
  };
  yield `  "summary": ${printableJson(summary)}\n}\n`;
}

function findingJson(finding: Finding): object {
  const { apiVersion, kind, namespace, name } = finding.resource;
  const { rule, check, severity, container, path, value, message, fix, frameworks } = finding;
  const { acknowledged, refused } = finding;
  return {
    rule,
    check: check ?? null,
    severity,
    resource: { apiVersion, kind, namespace: namespace ?? null, name },
    container: container ?? null,
    path,
    value: value ?? null,
    message,
    fix,
    frameworks,
    source: { file: finding.file ?? null, document: finding.document, line: finding.line ?? null },
    acknowledged:
      acknowledged === undefined ? null : { reason: acknowledged.reason, until: acknowledged.until ?? null },
    refused: refused === undefined ? null : { reason: refused.reason, why: refused.why },
    known: finding.isKnown,
  };
}
