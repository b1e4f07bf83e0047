import type { ReportContent } from './content';
import { detailedText } from './text-details';
import { shortText } from './text-short';
import type { TerminalForm } from './text-style';

/** Options of the text form. */
export interface TextOptions extends TerminalForm {
  /**
   * True to show field, rationale, standards and fix of each finding.
   * @default false
   */
  readonly details?: boolean;

  /**
   * Line that says how to see the details, shown if there are open findings.
   * @default - no line
   */
  readonly hint?: string;
}

/** Renders the report for people, piece by piece. The last line has the counts. */
export function textReport(content: ReportContent, options: TextOptions): Generator<string> {
  return options.details === true ? detailedText(content, options) : shortText(content, options);
}
