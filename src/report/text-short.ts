import { SEVERITIES } from '../diagnostics/severity';
import type { Finding } from '../policy/finding';
import { byObject, compareCounts, nameOf, partition, untilText, type ReportContent } from './content';
import { rulePages } from './rule-page';
import { ending } from './text-ending';
import { Brush, type TerminalForm } from './text-style';

/** Options of the short form. */
interface ShortTextOptions extends TerminalForm {
  readonly hint?: string;
}

/** Number of objects with the same finding from which on it is one line. */
const FEWEST_ALIKE = 3;

/** Number of objects that such a line names. */
const MOST_NAMES = 3;

/** Number of lines about accepted findings, and about known ones. */
const MOST_LINES = 20;

/** Renders one line for each finding, by object, the worst first; then accepted findings with their reasons, and the counts. */
export function* shortText(content: ReportContent, options: ShortTextOptions): Generator<string> {
  const { report, rules } = content;
  const brush = new Brush(options);
  const pages = rulePages(rules);
  const { open, known, acknowledged } = partition(report.findings);
  for (const block of blocksOf(open)) yield* blockText(block);
  yield* section('Known, because the baseline contains them', knownRows(known));
  yield* section('Accepted', acceptedRows(acknowledged));
  if (open.length > 0 && options.hint !== undefined) yield `${brush.paint(options.hint, 'dim')}\n`;
  yield* ending(content, brush);

  function* blockText({ title, where, entries }: Block): Generator<string> {
    const place = where === undefined ? '' : `  ${brush.paint(where, 'dim')}`;
    yield `${brush.paint(title, 'bold', 'underline')}${place}\n`;
    const widths = widthsOf(entries.map(columnsOf));
    for (const entry of entries) {
      const { severity, rule, message } = entry.finding;
      const [line = '', , name = '', container = ''] = columnsOf(entry).map((text, i) => pad(text, widths[i] ?? 0, i));
      const cells = [
        brush.paint(line, 'dim'),
        brush.paint(severity.padEnd(8), severity),
        brush.link(name.trimEnd(), pages.get(rule), 'bold') + ' '.repeat(name.length - name.trimEnd().length),
        brush.paint(container),
        brush.paint(message),
      ];
      yield `  ${cells.filter((cell) => cell !== '').join('  ')}\n`;
    }
    yield '\n';
  }

  function* section(title: string, rows: ReadonlyArray<ReadonlyArray<string>>): Generator<string> {
    if (rows.length === 0) return;
    yield `${brush.paint(title, 'bold', 'underline')}\n`;
    const shown = rows.slice(0, MOST_LINES);
    const widths = widthsOf(shown);
    for (const row of shown)
      yield `  ${brush.paint(
        row
          .map((cell, i) => pad(cell, widths[i] ?? 0))
          .join('  ')
          .trimEnd(),
      )}\n`;
    if (rows.length > shown.length) yield `  ${brush.paint(`and ${rows.length - shown.length} more lines`, 'dim')}\n`;
    yield '\n';
  }
}

/** One finding, or findings of several objects that say the same. */
interface Entry {
  readonly finding: Finding;
  /** Objects with the finding. */
  readonly objects: ReadonlyArray<Finding>;
}

/** Findings below one title. */
interface Block {
  readonly title: string;
  /** File or construct of the object. */
  readonly where?: string;
  readonly entries: ReadonlyArray<Entry>;
}

/** Returns the findings of each object, and those that the same objects have in common, the worst block first. */
function blocksOf(findings: ReadonlyArray<Finding>): Block[] {
  const groups = byObject(findings);
  const keys = new Map(findings.map((finding) => [finding, saying(finding)]));
  const keyOf = (finding: Finding): string => keys.get(finding) ?? '';
  const alike = new Map<string, { objects: Finding[]; indices: number[] }>();
  for (const [index, group] of groups.entries())
    for (const finding of group) {
      const key = keyOf(finding);
      const same = alike.get(key);
      if (same === undefined) alike.set(key, { objects: [finding], indices: [index] });
      else if (same.indices.at(-1) !== index) {
        same.objects.push(finding);
        same.indices.push(index);
      }
    }
  const isShared = (finding: Finding): boolean => (alike.get(keyOf(finding))?.objects.length ?? 0) >= FEWEST_ALIKE;
  const common = new Map<string, Entry[]>();
  for (const { objects, indices } of alike.values()) {
    const [finding] = objects;
    if (finding === undefined || !isShared(finding)) continue;
    const key = indices.join();
    const entries = common.get(key);
    if (entries) entries.push({ finding, objects });
    else common.set(key, [{ finding, objects }]);
  }
  const shared = [...common.values()].map((entries): Block => {
    const title = objectsText(entries[0]?.objects ?? []);
    return { title, entries: [...entries].sort(worstFirst) };
  });
  const single = groups.map((group): Block => {
    const [first] = group;
    const own = group.filter((finding) => !isShared(finding));
    return {
      title: first === undefined ? '' : nameOf(first.resource),
      where: first?.file ?? first?.constructPath,
      entries: own.map((finding) => ({ finding, objects: [finding] })),
    };
  });
  return [...shared, ...single]
    .filter(({ entries }) => entries.length > 0)
    .map((block) => ({
      block,
      counts: SEVERITIES.map((each) => block.entries.filter(({ finding }) => finding.severity === each).length),
    }))
    .sort((a, b) => compareCounts(a.counts, b.counts))
    .map(({ block }) => block);
}

/** Key of findings that say the same about different objects. */
function saying({ rule, severity, message, container }: Finding): string {
  return JSON.stringify([rule, severity, message, container]);
}

function worstFirst(a: Entry, b: Entry): number {
  return (
    SEVERITIES.indexOf(a.finding.severity) - SEVERITIES.indexOf(b.finding.severity) ||
    b.objects.length - a.objects.length
  );
}

function columnsOf({ finding, objects }: Entry): string[] {
  const { line, severity, rule, container } = finding;
  if (objects.length > 1) return [`× ${objects.length}`, severity, rule, container ?? ''];
  return [line === undefined ? '' : String(line), severity, rule, container ?? ''];
}

/** Widest column; a longer text moves the columns to its right. */
const WIDEST = 40;

function widthsOf(rows: ReadonlyArray<ReadonlyArray<string>>): number[] {
  const widths: number[] = [];
  for (const row of rows)
    for (const [i, cell] of row.entries()) if (cell.length <= WIDEST) widths[i] = Math.max(widths[i] ?? 0, cell.length);
  return widths;
}

/** Pads a cell. The first column, which has numbers, is aligned at the right. */
function pad(text: string, width: number, column = 1): string {
  return column === 0 ? text.padStart(width) : text.padEnd(width);
}

function objectsText(objects: ReadonlyArray<Finding>): string {
  const all = [...new Set(objects.map(({ resource }) => nameOf(resource)))];
  const names = all.slice(0, MOST_NAMES);
  const more = all.length - names.length;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

/** Returns one row for each rule with known findings, the worst first. */
function knownRows(known: ReadonlyArray<Finding>): string[][] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of known) {
    const key = JSON.stringify([finding.severity, finding.rule]);
    const list = byRule.get(key);
    if (list) list.push(finding);
    else byRule.set(key, [finding]);
  }
  return [...byRule.values()]
    .flatMap((objects) => objects.slice(0, 1).map((finding): Entry => ({ finding, objects })))
    .sort(worstFirst)
    .map(({ finding: { severity, rule }, objects }) => [severity, rule, `× ${objects.length}`, objectsText(objects)]);
}

/** Returns a row for each reason of accepted findings, with what it is about. Objects with the same one share a row. */
function acceptedRows(acknowledged: ReadonlyArray<Finding>): string[][] {
  const alike = new Map<string, Finding[]>();
  for (const finding of acknowledged) {
    const { rule, value, container, acknowledged: accepted } = finding;
    const key = JSON.stringify([rule, value, container, accepted?.reason, untilText(finding)]);
    const list = alike.get(key);
    if (list) list.push(finding);
    else alike.set(key, [finding]);
  }
  return [...alike.values()].flatMap((objects) =>
    objects.slice(0, 1).map((finding) => {
      const { rule, value = '', container, acknowledged: accepted } = finding;
      const who = [objectsText(objects), container].filter((part) => part !== undefined).join(', ');
      const reason = [accepted?.reason ?? '', untilText(finding)].filter((part) => part !== '').join(', ');
      return [rule, value, who, reason];
    }),
  );
}
