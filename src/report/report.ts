import type { ManifestDocument } from '../policy/subject/manifest-document';
import type { PolicyReport } from '../policy/policy-report';
import type { Rule } from '../policy/rule';
import type { Severity } from '../diagnostics/severity';
import type { Notice, ReportContent, UnreadableSource } from './content';
import { htmlReport } from './html';
import { jsonReport } from './json';
import { junitReport } from './junit';
import { markdownReport } from './markdown';
import { sarifReport } from './sarif';
import { textReport } from './text';

/** Content of a report. */
export interface ReportProps {
  /** Result of the check. */
  readonly report: PolicyReport;

  /**
   * Rules that ran, for their rationales and controls: {@link PolicyEngine.rules}.
   *
   * @default - the report contains only what the findings say about their rules
   */
  readonly rules?: Rule[];

  /**
   * Documents that were judged, for the sections on apps and network in the HTML report.
   *
   * @default - these sections are empty
   */
  readonly documents?: ManifestDocument[];

  /**
   * Input that could not be read.
   *
   * @default - all input was read
   */
  readonly unreadable?: UnreadableSource[];

  /**
   * Facts about the check that every form of the report shows.
   *
   * @default - none
   */
  readonly notices?: Notice[];

  /**
   * Lowest severity that fails the check, for the verdict of the HTML report.
   *
   * @default Severity.HIGH
   */
  readonly failOn?: Severity;

  /**
   * Date on which acknowledgements were judged, as `YYYY-MM-DD`: {@link PolicyEngine.asOf}.
   *
   * @default - no acknowledgement expires
   */
  readonly asOf?: string;
}

/** Options of {@link Report.toText}. */
export interface TextReportOptions {
  /**
   * True to show field, rationale, standards, and the fix as YAML, for each finding.
   * @default false
   */
  readonly details?: boolean;
}

/** Report of a check, as `secure-edge check` writes it. The same content always gives the same bytes. */
export class Report {
  private readonly content: ReportContent;

  constructor(props: ReportProps) {
    const { report, rules = [], documents = [], unreadable = [], notices = [], failOn, asOf } = props;
    this.content = { report: report._limited(), rules, documents, unreadable, notices, failOn, asOf };
  }

  /** Renders the report for people: one line for each finding, by object, or all details. The text has no colors. */
  public toText({ details }: TextReportOptions = {}): string {
    return [...textReport(this.content, { isColoured: false, details })].join('');
  }

  /** Renders the report as JSON, for programs. */
  public toJson(): string {
    return [...jsonReport(this.content)].join('');
  }

  /** Renders the report as SARIF 2.1.0, for code scanning. */
  public toSarif(): string {
    return sarifReport(this.content);
  }

  /** Renders the report as JUnit XML, for test reports. */
  public toJUnit(): string {
    return junitReport(this.content);
  }

  /** Renders the report as Markdown for GitHub and GitLab, for a comment on a pull request. */
  public toMarkdown(): string {
    return markdownReport(this.content);
  }

  /** Renders the report as one HTML page, which makes no network requests. */
  public toHtml(): string {
    return htmlReport(this.content);
  }
}
