import { ownPackage } from '../diagnostics/own-package';
import { printableJson } from '../diagnostics/printable';
import type { Finding } from '../policy/finding';
import type { Rule } from '../policy/rule';
import { Severity } from '../diagnostics/severity';
import { nameOf, noticeText, notJudgedText, untilText, type ReportContent } from './content';
import { rulePages } from './rule-page';

const LEVELS: Readonly<Record<Severity, string>> = {
  [Severity.CRITICAL]: 'error',
  [Severity.HIGH]: 'error',
  [Severity.MEDIUM]: 'warning',
  [Severity.LOW]: 'note',
};

/** Scores that code scanning sorts by: the middle of each CVSS band. */
const SECURITY_SEVERITIES: Readonly<Record<Severity, string>> = {
  [Severity.CRITICAL]: '9.5',
  [Severity.HIGH]: '8.0',
  [Severity.MEDIUM]: '5.5',
  [Severity.LOW]: '2.0',
};

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * Renders the report as SARIF 2.1.0, for code scanning. Each rule has its help and its relations to controls of standards.
 * Acknowledged findings are suppressed. Fingerprints do not change when lines move.
 */
export function sarifReport({ report, rules, unreadable, notices }: ReportContent): string {
  const shown = allRules(rules, report.findings);
  const indices = new Map(shown.map((rule, index) => [rule.id, index]));
  const pages = rulePages(rules);
  const run = {
    tool: {
      driver: {
        name: 'secure-edge',
        version: ownPackage().version,
        informationUri: 'https://www.npmjs.com/package/cdk8s-secure-edge',
        rules: shown.map((rule) => descriptor(rule, pages.get(rule.id))),
      },
    },
    taxonomies: taxonomiesOf(rules),
    columnKind: 'utf16CodeUnits',
    invocations: [
      {
        executionSuccessful: unreadable.length === 0 && report.notJudged.length === 0,
        toolExecutionNotifications: [
          ...unreadable.map(({ file, line, message }) => ({
            level: 'error',
            message: { text: message },
            locations: [{ physicalLocation: physicalLocation(file, line) }],
          })),
          ...report.notJudged.map((each) => ({
            level: 'error',
            message: { text: `not judged: ${notJudgedText(each)}` },
          })),
          ...notices.map((each) => ({ level: 'note', message: { text: noticeText(each) } })),
        ],
      },
    ],
    results: fingerprinted(report.findings).map(([finding, fingerprint]) =>
      result(finding, fingerprint, indices, report.known !== undefined),
    ),
  };
  return `${printableJson({ $schema: SCHEMA, version: '2.1.0', runs: [run] }, 2)}\n`;
}

/** Description of a rule. For a finding of the engine itself, `rule` is missing. */
interface ShownRule {
  readonly id: string;
  readonly severity: Severity;
  readonly fix: string;
  readonly rule?: Rule;
}

function allRules(rules: ReadonlyArray<Rule>, findings: ReadonlyArray<Finding>): ShownRule[] {
  const shown = new Map<string, ShownRule>();
  for (const { rule: id, severity, fix } of findings) shown.set(id, { id, severity, fix });
  for (const rule of rules) shown.set(rule.id, { id: rule.id, severity: rule.severity, fix: rule.fix, rule });
  return [...shown.values()].sort((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
}

function descriptor({ id, severity, fix, rule }: ShownRule, page: string | undefined): object {
  const title = rule?.title ?? id;
  const rationale = rule?.rationale ?? title;
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: rationale },
    ...(page !== undefined && { helpUri: page }),
    help: { text: `${rationale}\n\nTo fix it: ${fix}.` },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: ['security', 'kubernetes'], 'security-severity': SECURITY_SEVERITIES[severity] },
    relationships: (rule?._frameworks ?? []).map(({ name, id: control }) => ({
      target: { id: control, toolComponent: { name } },
      kinds: ['relevant'],
    })),
  };
}

/** Returns the standards, with the controls that the rules provide evidence for. */
function taxonomiesOf(rules: ReadonlyArray<Rule>): object[] {
  const controls = new Map<string, Set<string>>();
  for (const { name, id } of rules.flatMap((rule) => rule._frameworks)) {
    const ids = controls.get(name) ?? new Set<string>();
    controls.set(name, ids.add(id));
  }
  return [...controls].map(([name, ids]) => ({ name, taxa: [...ids].sort().map((id) => ({ id })) }));
}

function result(
  finding: Finding,
  fingerprint: string,
  indices: ReadonlyMap<string, number>,
  isCompared: boolean,
): object {
  const { rule, severity, message, fix, acknowledged, resource, container, value, path } = finding;
  const { file, line, constructPath } = finding;
  const name = nameOf(resource);
  return {
    ruleId: rule,
    ruleIndex: indices.get(rule) ?? -1,
    level: LEVELS[severity],
    message: {
      text: `${name}${container === undefined ? '' : `, container ${container}`}: ${message}. To fix it: ${fix}.`,
    },
    locations: [
      {
        ...(file !== undefined && { physicalLocation: physicalLocation(file, line) }),
        logicalLocations: [
          {
            name: resource.name,
            fullyQualifiedName: [name, ...(constructPath === undefined ? [] : [constructPath]), path].join(' '),
            kind: 'resource',
          },
        ],
      },
    ],
    ...(isCompared && { baselineState: finding.isKnown ? 'unchanged' : 'new' }),
    partialFingerprints: { 'secureEdge/v1': fingerprint },
    suppressions:
      acknowledged === undefined
        ? []
        : [{ kind: 'inSource', status: 'accepted', justification: justificationOf(finding, acknowledged.reason) }],
    properties: { ...(value !== undefined && { value }), ...(container !== undefined && { container }) },
  };
}

function justificationOf(finding: Finding, reason: string): string {
  const until = untilText(finding);
  return until === '' ? reason : `${reason} (${until})`;
}

function physicalLocation(file: string, line: number | undefined): object {
  // standard input has no URI
  const uri = file === '-' ? 'stdin' : file.split(/[\\/]/).map(uriPart).join('/');
  const isAbsolute = file.startsWith('/');
  return {
    artifactLocation: { uri: isAbsolute ? `file://${uri}` : uri },
    ...(line !== undefined && { region: { startLine: line } }),
  };
}

/** Encodes a name for a URI. An unpaired surrogate has no UTF-8 form and is replaced. */
function uriPart(name: string): string {
  return encodeURIComponent(name.replace(/\p{Surrogate}/gu, '\ufffd'));
}

/** Identifies findings by rule, object, container and field. A number distinguishes those that are equal in all of them. */
function fingerprinted(findings: ReadonlyArray<Finding>): [Finding, string][] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const { apiVersion, kind, namespace, name } = finding.resource;
    const key = JSON.stringify([finding.rule, apiVersion, kind, namespace, name, finding.container, finding.path]);
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    return [finding, `${key}#${nth}`];
  });
}
