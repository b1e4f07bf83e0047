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
  /** All manifests together. */
  readonly whole: ObjectSubject;
}

/** What a check of manifests came to. */
export class PolicyReport {
  /** @internal */
  public static _of(props: PolicyReportProps): PolicyReport {
    return new PolicyReport(props);
  }

  /** The version of Kubernetes that the manifests were judged for. */
  public readonly version: PolicyVersion;
  /** Names of the packs whose rules were run. */
  public readonly packs: string[];
  /** Number of objects that were judged. */
  public readonly objects: number;
  /**
   * What was found, in the order of the documents; what is acknowledged, too. Of an object with more than 1,000 findings
   * the worst ones, and one with the rule `unlisted-findings` that counts the others.
   */
  public readonly findings: Finding[];
  /** Kinds of which some objects were not judged, as a whole or in part; without those that are excluded by name. */
  public readonly notJudged: NotJudgedKind[];

  private counts: UnlistedFindings | undefined;

  private constructor(private readonly props: PolicyReportProps) {
    this.version = props.version;
    this.packs = props.packs;
    this.objects = props.objects;
    this.findings = props.findings;
    this.notJudged = props.notJudged;
  }

  /** Number of findings of a severity that nobody has acknowledged, those that are not listed included. */
  public count(severity: Severity): number {
    return this.counted.open[severity];
  }

  /** Number of findings that somebody has acknowledged, those that are not listed included. */
  public get acknowledged(): number {
    return this.counted.acknowledged;
  }

  /** True if something of that severity, or a worse one, was found that nobody has acknowledged. */
  public failsAt(severity: Severity): boolean {
    return SEVERITIES.some((each) => isAtLeast(each, severity) && this.count(each) > 0);
  }

  /** The report with as many findings as a report lists. @internal */
  public _limited(): PolicyReport {
    const findings = limitFindings(this.findings, MOST_FINDINGS_OF_REPORT, this.props.whole, 'this report');
    return findings === this.findings ? this : new PolicyReport({ ...this.props, findings });
  }

  private get counted(): UnlistedFindings {
    this.counts ??= countFindings(this.findings);
    return this.counts;
  }
}
