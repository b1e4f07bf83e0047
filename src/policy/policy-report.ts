import { isAtLeast, SEVERITIES, type Severity } from '../diagnostics/severity';
import type { Finding, UnlistedFindings } from './finding';
import { countFindings, limitFindings, MOST_FINDINGS_OF_REPORT } from './finding-limit';
import type { NotJudgedKind } from './not-judged';
import type { ObjectSubject } from './subject/object-subject';
import type { PolicyVersion } from './policy-version';

/** Parts of a report. */
interface PolicyReportProps {
  readonly version: PolicyVersion;
  readonly packs: string[];
  readonly objects: number;
  readonly findings: Finding[];
  readonly notJudged: NotJudgedKind[];
  /** Subject that represents all manifests together. */
  readonly whole: ObjectSubject;
}

/** Result of a check of manifests. */
export class PolicyReport {
  /** @internal */
  public static _of(props: PolicyReportProps): PolicyReport {
    return new PolicyReport(props);
  }

  /** Version of Kubernetes that the manifests were checked for. */
  public readonly version: PolicyVersion;
  /** Names of the packs whose rules were run. */
  public readonly packs: string[];
  /** Number of objects that were checked. */
  public readonly objects: number;
  /**
   * Findings in the order of the documents, including acknowledged ones. For an object with more than 1,000 findings, the list
   * contains the worst ones, and one of the rule `unlisted-findings` that counts the others.
   */
  public readonly findings: Finding[];
  /** Kinds with objects that were not checked, or only in part, without excluded kinds. */
  public readonly notJudged: NotJudgedKind[];

  private counts: UnlistedFindings | undefined;

  private constructor(private readonly props: PolicyReportProps) {
    this.version = props.version;
    this.packs = props.packs;
    this.objects = props.objects;
    this.findings = props.findings;
    this.notJudged = props.notJudged;
  }

  /** Returns the number of unacknowledged findings of a severity, including those that are not listed. */
  public count(severity: Severity): number {
    return this.counted.open[severity];
  }

  /** Returns the number of acknowledged findings, including those that are not listed. */
  public get acknowledged(): number {
    return this.counted.acknowledged;
  }

  /** True if there is an unacknowledged finding of a severity or a worse one. */
  public failsAt(severity: Severity): boolean {
    return SEVERITIES.some((each) => isAtLeast(each, severity) && this.count(each) > 0);
  }

  /** Returns the report with the findings limited to the maximum number of a report. @internal */
  public _limited(): PolicyReport {
    const findings = limitFindings(this.findings, MOST_FINDINGS_OF_REPORT, this.props.whole, 'this report');
    return findings === this.findings ? this : new PolicyReport({ ...this.props, findings });
  }

  private get counted(): UnlistedFindings {
    this.counts ??= countFindings(this.findings);
    return this.counts;
  }
}
