import { readSmallFile } from '../app-package/files/read-file';
import { fileProblem } from '../diagnostics/file-error';
import { InputError, quote } from '../diagnostics/input-error';
import { Baseline, type BaselineEntry } from '../policy/baseline';
import type { PolicyReport } from '../policy/policy-report';
import { countOf, type Notice } from '../report/content';
import { writeWhole } from './output';
import { printError } from './print';

/** Files of baselines. */
export interface BaselineFiles {
  readonly baseline?: string;
  readonly writeBaseline?: string;
}

/** Report after the comparison with a baseline, with what there is to say about the baseline. */
export interface ComparedReport {
  readonly report: PolicyReport;
  readonly notices: ReadonlyArray<Notice>;
}

/** Largest file: the findings of a large cluster have a few megabytes. */
const LARGEST = 32 * 1024 * 1024;

/** Comparison with a baseline, or the writing of one. */
export class BaselineStep {
  private readonly known?: Baseline;

  /** @throws InputError if the baseline cannot be read */
  constructor(private readonly files: BaselineFiles) {
    const { baseline, writeBaseline } = files;
    if (baseline !== undefined && writeBaseline === undefined) this.known = readBaseline(baseline);
  }

  /**
   * Marks the findings of a report that are known. All of them are if the baseline is written. Without a baseline, the report
   * does not change.
   * @param rules ids of the rules that were run
   */
  public apply(report: PolicyReport, rules: ReadonlyArray<string>): ComparedReport {
    const { baseline = '', writeBaseline } = this.files;
    if (writeBaseline !== undefined) {
      const written = Baseline.of(report);
      writeWhole(writeBaseline, written.toJson());
      printError(
        `${writeBaseline}: ${countOf(written.size, 'finding')} written; to fail only for others, check with --baseline ${writeBaseline}`,
      );
      return { report: written.compare(report, rules).report, notices: [] };
    }
    if (this.known === undefined) return { report, notices: [] };
    const { report: compared, resolved } = this.known.compare(report, rules);
    return { report: compared, notices: noticesOf(baseline, compared, resolved) };
  }
}

/**
 * Reads a baseline.
 * @throws InputError if there is none, or if it has another form
 */
export function readBaseline(file: string): Baseline {
  let text: string;
  try {
    text = readSmallFile(file, LARGEST).toString('utf8');
  } catch (error) {
    throw new InputError(`baseline ${quote(file)}`, [
      `${fileProblem(error)}: specify the file that --write-baseline wrote`,
    ]);
  }
  return Baseline.parse(text, file);
}

function noticesOf(file: string, { known = 0 }: PolicyReport, resolved: ReadonlyArray<BaselineEntry>): Notice[] {
  const gone = resolved.reduce((sum, { count }) => sum + count, 0);
  const notices: Notice[] = [];
  if (gone > 0)
    notices.push({
      id: 'resolved-findings',
      title: `${countOf(gone, 'finding')} of the baseline ${gone === 1 ? 'is' : 'are'} gone, and would be known if ${gone === 1 ? 'it comes' : 'they come'} back: write it again with --write-baseline ${file}`,
      items: resolved.map(entryText),
    });
  if (known === 0)
    notices.push({
      id: 'unused-baseline',
      title: `the baseline ${file} contains no finding of this check: remove the file, and the option or the setting`,
    });
  return notices;
}

function entryText({ rule, kind, namespace, name, container, value, count }: BaselineEntry): string {
  const who = `${kind} ${namespace === null ? '' : `${namespace}/`}${name}`;
  const parts = [
    rule,
    value,
    who,
    container === null ? null : `container ${container}`,
    count > 1 ? `× ${count}` : null,
  ];
  return parts.filter((part) => part !== null).join(' ');
}
