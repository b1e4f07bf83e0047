import { printableLine } from '../diagnostics/printable';
import type { Finding } from '../policy/finding';
import { SEVERITIES, Severity } from '../diagnostics/severity';
import {
  byObject,
  countOf,
  countsOf,
  nameOf,
  noticeText,
  notJudgedText,
  partition,
  placeOf,
  targetsOf,
  type ReportContent,
} from './content';
import { fixSnippetOf } from './fix-snippet';

/** Options of the text form. */
export interface TextOptions {
  /** True if the terminal shows colors. */
  readonly isColoured: boolean;
}

type Style = 'bold' | 'dim' | 'underline' | Severity;

const STYLES: Readonly<Record<Style, string>> = {
  bold: '1',
  dim: '2',
  underline: '4',
  [Severity.CRITICAL]: '1;97;41',
  [Severity.HIGH]: '1;31',
  [Severity.MEDIUM]: '33',
  [Severity.LOW]: '36',
};

const INDENT = '          ';

/** Renders the report for people, piece by piece: findings by object, acknowledged findings, summary. */
export function* textReport(
  { report, rules, unreadable, notices }: ReportContent,
  options: TextOptions,
): Generator<string> {
  const paint = (text: string, ...styles: Style[]): string =>
    options.isColoured ? `\u001b[${styles.map((s) => STYLES[s]).join(';')}m${text}\u001b[0m` : text;
  const rationales = new Map(rules.map((rule) => [rule.id, rule.rationale]));
  const { open, acknowledged } = partition(report.findings);

  for (const group of byObject(open)) {
    const [first] = group;
    if (!first) continue;
    const where = first.file ?? first.constructPath;
    yield `${paint(printableLine(nameOf(first.resource)), 'bold', 'underline')}${where === undefined ? '' : ` ${paint(`in ${printableLine(where)}`, 'dim')}`}\n`;
    for (const finding of group) yield findingText(finding);
    yield '\n';
  }
  if (acknowledged.length > 0) {
    yield `${paint('Acknowledged', 'bold', 'underline')}\n`;
    for (const finding of acknowledged) {
      yield `  ${[
        finding.rule,
        nameOf(finding.resource),
        finding.container && `container ${finding.container}`,
        placeOf(finding),
      ]
        .filter((part) => part !== undefined && part !== '')
        .map((part) => printableLine(part ?? ''))
        .join('  ')}\n`;
      yield `${INDENT}${printableLine(finding.acknowledged?.reason ?? '')}\n`;
    }
    yield '\n';
  }
  yield `${countOf(report.objects, 'object')} judged for ${targetsOf(report)} by ${printableLine(report.packs.join(', '))}: ${countsOf(report)}\n`;
  const worst = SEVERITIES.find((severity) => report.count(severity) > 0);
  const { notJudged } = report;
  if (worst === undefined && unreadable.length === 0 && notJudged.length === 0)
    yield `${paint('no open findings', 'dim')}\n`;
  if (unreadable.length > 0) yield `${paint(`not judged because it cannot be read: ${unreadable.length}`, 'bold')}\n`;
  for (const each of notJudged) yield `${paint(`not judged: ${printableLine(notJudgedText(each))}`, 'bold')}\n`;
  for (const each of notices) yield `${printableLine(noticeText(each))}\n`;

  function findingText(finding: Finding): string {
    const { severity, rule, container, path, message, fix, frameworks, check } = finding;
    const place = placeOf(finding);
    const head = [
      paint(severity.padEnd(8), severity),
      paint(printableLine(rule), 'bold'),
      container === undefined ? undefined : `container ${printableLine(container)}`,
      place === undefined ? undefined : paint(printableLine(place), 'dim'),
    ];
    const lines = [`  ${head.filter((part) => part !== undefined).join('  ')}`, `${INDENT}${printableLine(message)}`];
    const say = (word: string, text: string): void => {
      lines.push(`${INDENT}${paint(word.padEnd(5), 'dim')} ${printableLine(text)}`);
    };
    if (path !== '') say('at', path);
    // shown once, because it is the same for every finding of the rule
    const rationale = rationales.get(rule);
    if (rationale !== undefined) {
      rationales.delete(rule);
      say('why', rationale);
      const standards = frameworks.map(({ name, id }) => `${name} ${id}`);
      if (check !== undefined) standards.unshift(`Pod Security ${check}`);
      if (standards.length > 0) say('for', standards.join(', '));
    }
    say('fix', fix);
    const yaml = fixSnippetOf(finding);
    if (yaml !== undefined)
      lines.push(
        ...yaml
          .trimEnd()
          .split('\n')
          .map((line) => `${INDENT}      ${printableLine(line)}`),
      );
    return `${lines.join('\n')}\n`;
  }
}
