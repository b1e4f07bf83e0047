import type { Finding } from '../policy/finding';
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
import { codeOf, escapeMarkdown } from './escape';

/** Number of findings that fits in a comment on a pull request. The limit is usually 65,536 characters. */
const MOST_FINDINGS = 100;

/** Renders the report for a pull request: a table of open findings, then acknowledged findings and unreadable input. */
export function markdownReport({ report, unreadable, notices }: ReportContent): string {
  const { open, known, acknowledged } = partition(report.findings);
  const shown = byObject(open.slice(0, MOST_FINDINGS)).flat();
  const lines = [
    `## secure-edge: ${open.length === 0 ? 'no open findings' : countOf(open.length, 'finding')}`,
    '',
    `${countOf(report.objects, 'object')} judged for ${targetsOf(report)} by ${escapeMarkdown(report.packs.join(', '))}: ${countsOf(report)}.`,
  ];
  if (shown.length > 0)
    lines.push('', '| severity | rule | where | what | fix |', '| --- | --- | --- | --- | --- |', ...shown.map(row));
  if (open.length > shown.length) lines.push('', `… and ${open.length - shown.length} more.`);
  if (known.length > 0)
    lines.push(
      '',
      '<details>',
      `<summary>${known.length} known, because the baseline contains them</summary>`,
      '',
      '| severity | rule | where | what | fix |',
      '| --- | --- | --- | --- | --- |',
      ...known.slice(0, MOST_FINDINGS).map(row),
      '',
      '</details>',
    );
  if (acknowledged.length > 0)
    lines.push(
      '',
      '<details>',
      `<summary>${acknowledged.length} accepted</summary>`,
      '',
      '| rule | value | where | reason | until |',
      '| --- | --- | --- | --- | --- |',
      ...acknowledged
        .slice(0, MOST_FINDINGS)
        .map((f) =>
          cells([
            codeOf(f.rule),
            f.value === undefined ? '' : codeOf(f.value),
            where(f),
            escapeMarkdown(f.acknowledged?.reason ?? ''),
            escapeMarkdown(f.acknowledged?.until ?? ''),
          ]),
        ),
      '',
      '</details>',
    );
  if (unreadable.length > 0)
    lines.push(
      '',
      '### Not judged because it cannot be read',
      '',
      ...unreadable
        .slice(0, MOST_FINDINGS)
        .map(
          ({ file, line, message }) =>
            `- ${codeOf(line === undefined ? file : `${file}:${line}`)}: ${escapeMarkdown(message)}`,
        ),
    );
  if (report.notJudged.length > 0)
    lines.push(
      '',
      '### Not judged because no rule knows the kind or its content',
      '',
      ...report.notJudged.slice(0, MOST_FINDINGS).map((each) => `- ${escapeMarkdown(notJudgedText(each))}`),
    );
  if (notices.length > 0)
    lines.push('', '### Notes', '', ...notices.map((each) => `- ${escapeMarkdown(noticeText(each))}`));
  return `${lines.join('\n')}\n`;
}

function row(finding: Finding): string {
  const { severity, rule, message, fix } = finding;
  return cells([severity, codeOf(rule), where(finding), escapeMarkdown(message), escapeMarkdown(fix)]);
}

function where(finding: Finding): string {
  const { container, resource, path } = finding;
  const place = placeOf(finding);
  return [
    escapeMarkdown(nameOf(resource)),
    ...(container === undefined ? [] : [`container ${escapeMarkdown(container)}`]),
    ...(place === undefined ? [] : [codeOf(place)]),
    ...(path === '' ? [] : [codeOf(path)]),
  ].join('<br>');
}

function cells(all: ReadonlyArray<string>): string {
  return `| ${all.join(' | ')} |`;
}
