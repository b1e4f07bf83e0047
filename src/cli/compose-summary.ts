import { OUTCOMES, type LossEntry, type LossReport, type Outcome } from '../compose/loss-report';
import { printableLine } from '../diagnostics/printable';
import { countOf } from '../report/content';

const WORDS: Readonly<Record<Outcome, string>> = {
  converted: 'converted',
  approximated: 'approximated',
  refused: 'refused',
  unsupported: 'unsupported',
  'by-design': 'not needed',
};

/** Returns the summary of a conversion: a line for each rejected value, the counts, and the files. */
export function composeSummary(project: string, report: LossReport, files: ReadonlyArray<string>): string {
  const counts = OUTCOMES.map((outcome) => `${report.summary[outcome]} ${WORDS[outcome]}`).join(', ');
  const unused = report.unusedAccepts.map((word) => `--accept ${word} accepts nothing in the project: remove it`);
  const lines = [
    ...report.refused.map(refusedLine),
    ...unused,
    `${project}: ${countOf(report.entries.length, 'value')}: ${counts}`,
    `written: ${files.join(', ')}`,
  ];
  return `${lines.map(printableLine).join('\n')}\n`;
}

function refusedLine({ file, line, service, key, reason, accept }: LossEntry): string {
  const fix = accept === undefined ? '' : `: to keep it, use --accept ${accept}`;
  return `${file}:${line}: refused ${service === null ? '' : `${service}: `}${key}: ${reason}${fix}`;
}
