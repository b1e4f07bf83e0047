import type { Finding } from '../policy/finding';
import { byObject, nameOf, partition, placeOf, untilText, type ReportContent } from './content';
import { fixSnippetOf } from './fix-snippet';
import { rulePages } from './rule-page';
import { ending } from './text-ending';
import { Brush, type TerminalForm } from './text-style';

const INDENT = '          ';

/** Renders all that a finding says, by object, the worst findings of an object first; then accepted findings and the counts. */
export function* detailedText(content: ReportContent, form: TerminalForm): Generator<string> {
  const { report, rules } = content;
  const brush = new Brush(form);
  const rationales = new Map(rules.map((rule) => [rule.id, rule.rationale]));
  const pages = rulePages(rules);
  const { open, known, acknowledged } = partition(report.findings);

  for (const group of byObject(open)) yield* objectText(group);
  if (known.length > 0) {
    yield `${brush.paint('Known, because the baseline contains them', 'bold', 'underline')}\n\n`;
    for (const group of byObject(known)) yield* objectText(group);
  }
  if (acknowledged.length > 0) {
    yield `${brush.paint('Accepted', 'bold', 'underline')}\n`;
    for (const finding of acknowledged) yield acceptedText(finding);
    yield '\n';
  }
  yield* ending(content, brush);

  function* objectText(group: ReadonlyArray<Finding>): Generator<string> {
    const [first] = group;
    if (!first) return;
    const where = first.file ?? first.constructPath;
    yield `${brush.paint(nameOf(first.resource), 'bold', 'underline')}${where === undefined ? '' : ` ${brush.paint(`in ${where}`, 'dim')}`}\n`;
    for (const finding of group) yield findingText(finding);
    yield '\n';
  }

  function acceptedText(finding: Finding): string {
    const { rule, value, container, resource, acknowledged: accepted } = finding;
    const head = [rule, value, nameOf(resource), container && `container ${container}`, placeOf(finding)];
    const shown = head.filter((part) => part !== undefined && part !== '').map((part) => brush.paint(part ?? ''));
    const reason = [accepted?.reason ?? '', untilText(finding)].filter((part) => part !== '').join(', ');
    return `  ${shown.join('  ')}\n${INDENT}${brush.paint(reason)}\n`;
  }

  function findingText(finding: Finding): string {
    const { severity, rule, container, value, path, message, fix, frameworks, check } = finding;
    const place = placeOf(finding);
    const head = [
      brush.paint(severity.padEnd(8), severity),
      brush.link(rule, pages.get(rule), 'bold'),
      container === undefined ? undefined : brush.paint(`container ${container}`),
      place === undefined ? undefined : brush.paint(place, 'dim'),
    ];
    const lines = [`  ${head.filter((part) => part !== undefined).join('  ')}`, `${INDENT}${brush.paint(message)}`];
    const say = (word: string, text: string): void => {
      lines.push(`${INDENT}${brush.paint(word.padEnd(5), 'dim')} ${brush.paint(text)}`);
    };
    if (path !== '') say('at', path);
    if (value !== undefined) say('value', value);
    // shown once, because it is the same for every finding of the rule
    const rationale = rationales.get(rule);
    if (rationale !== undefined) {
      rationales.delete(rule);
      say('why', rationale);
      const standards = frameworks.map(({ name, id }) => `${name} ${id}`);
      if (check !== undefined) standards.unshift(`Pod Security ${check}`);
      if (standards.length > 0) say('for', standards.join(', '));
      const page = pages.get(rule);
      if (page !== undefined) say('page', page);
    }
    say('fix', fix);
    const yaml = fixSnippetOf(finding);
    if (yaml !== undefined)
      lines.push(
        ...yaml
          .trimEnd()
          .split('\n')
          .map((line) => `${INDENT}      ${brush.paint(line)}`),
      );
    return `${lines.join('\n')}\n`;
  }
}
