import { OUTCOMES, type LossEntry, type LossReport, type Outcome, type ReadingAccount } from '../compose/loss-report';
import { quote } from '../diagnostics/input-error';
import { printableLine } from '../diagnostics/printable';
import { countOf } from '../report/content';

const WORDS: Readonly<Record<Outcome, string>> = {
  converted: 'converted',
  approximated: 'approximated',
  refused: 'refused',
  unsupported: 'unsupported',
  'by-design': 'not needed',
};

/** Returns the summary of a conversion: a line for each note and each rejected value, the counts, and the files. */
export function composeSummary(project: string, report: LossReport, files: ReadonlyArray<string>): string {
  const counts = OUTCOMES.map((outcome) => `${report.summary[outcome]} ${WORDS[outcome]}`).join(', ');
  const unused = report.unusedAccepts.map((word) => `--accept ${word} accepts nothing in the project: remove it`);
  const { notes, inactiveServices } = report.reading;
  const lines = [
    ...notes.map(({ file, line, message }) => `${file}:${line}: ${message}`),
    ...inactiveServices.map(inactiveLine),
    ...report.refused.map(refusedLine),
    ...unused,
    `${project}: ${countOf(report.entries.length, 'value')}: ${counts}`,
    `written: ${files.join(', ')}`,
  ];
  return `${lines.map(printableLine).join('\n')}\n`;
}

function inactiveLine({ service, profiles }: ReadingAccount['inactiveServices'][number]): string {
  return `service ${quote(service)} is left out, because none of its profiles is active: to convert it, use --profile with ${profiles.map(quote).join(' or ')}`;
}

function refusedLine({ file, line, service, key, reason, accept }: LossEntry): string {
  const fix = accept === undefined ? '' : `: to keep it, use --accept ${accept}`;
  return `${file}:${line}: refused ${service === null ? '' : `${service}: `}${key}: ${reason}${fix}`;
}
