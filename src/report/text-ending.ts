import { SEVERITIES } from '../diagnostics/severity';
import { countOf, countsOf, noticeText, notJudgedText, targetsOf, type ReportContent } from './content';
import type { Brush } from './text-style';

/** Most inputs and kinds that were not judged, each on a line of its own. */
const MOST_LINES = 20;

/** Renders the end of a text report: what was judged, what was not, notices, and the counts in the last line. */
export function* ending({ report, unreadable, notices }: ReportContent, brush: Brush): Generator<string> {
  yield `${brush.paint(`${countOf(report.objects, 'object')} judged for ${targetsOf(report)} by ${report.packs.join(', ')}`)}\n`;
  if (unreadable.length > 0)
    yield `${brush.paint(`not judged because it cannot be read: ${countOf(unreadable.length, 'input')}`, 'bold')}\n`;
  for (const each of report.notJudged.slice(0, MOST_LINES))
    yield `${brush.paint(`not judged: ${notJudgedText(each)}`, 'bold')}\n`;
  const more = report.notJudged.length - MOST_LINES;
  if (more > 0) yield `${brush.paint(`not judged: ${countOf(more, 'more kind')}`, 'bold')}\n`;
  for (const each of notices) yield `${brush.paint(noticeText(each))}\n`;
  const worst = SEVERITIES.find((severity) => report.count(severity) > 0);
  yield `${brush.paint(countsOf(report), 'bold', ...(worst === undefined ? [] : [worst]))}\n`;
}
