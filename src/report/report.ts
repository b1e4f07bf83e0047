import type { ManifestDocument } from '../policy/subject/manifest-document';
import type { PolicyReport } from '../policy/policy-report';
import type { Rule } from '../policy/rule';
import type { ReportContent, UnreadableSource } from './content';
import { htmlReport } from './html';
import { jsonReport } from './json';
import { junitReport } from './junit';
import { markdownReport } from './markdown';
import { sarifReport } from './sarif';
import { textReport } from './text';

/** What a report shows. */
export interface ReportProps {
  /** What the check came to. */
  readonly report: PolicyReport;

  /**
   * The rules that were run, for their reasons and controls: {@link PolicyEngine.rules}.
   * @default - findings alone say what is known of their rules
   */
  readonly rules?: Rule[];

  /**
   * The documents that were judged, for the apps and the network of the HTML form.
   * @default - it shows neither
   */
  readonly documents?: ManifestDocument[];

  /**
   * Input that could not be read.
   * @default - all could
   */
  readonly unreadable?: UnreadableSource[];
}

/** What a check came to, as `secure-edge check` writes it. Each form depends on nothing but what it is given. */
export class Report {
  private readonly content: ReportContent;

  constructor(props: ReportProps) {
    const { report, rules = [], documents = [], unreadable = [] } = props;
    this.content = { report: report._limited(), rules, documents, unreadable };
  }

  /** For people: findings by object, with the mend as YAML; without colours. */
  public toText(): string {
    return [...textReport(this.content, { isColoured: false })].join('');
  }

  /** For programs. */
  public toJson(): string {
    return [...jsonReport(this.content)].join('');
  }

  /** For code scanning: SARIF 2.1.0. */
  public toSarif(): string {
    return sarifReport(this.content);
  }

  /** For test reports: JUnit XML. */
  public toJUnit(): string {
    return junitReport(this.content);
  }

  /** For a comment on a pull request: Markdown as GitHub and GitLab know it. */
  public toMarkdown(): string {
    return markdownReport(this.content);
  }

  /** One page that needs no network. */
  public toHtml(): string {
    return htmlReport(this.content);
  }
}
