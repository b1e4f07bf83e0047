import { isAtLeast, SEVERITIES, type Severity } from '../diagnostics/severity';
import type { Finding, UnlistedFindings } from './finding';
import { countFindings, limitFindings, MOST_FINDINGS_OF_REPORT } from './finding-limit';
import { kindsWithoutSchema, type NotJudgedKind } from './not-judged';
import type { ManifestSet } from './subject/manifest-set';
import type { PolicyTarget } from './policy-target';
import type { PolicyVersion } from './policy-version';

/** Cluster that some of the objects were checked for. */
export interface CheckedTarget {
  readonly target: PolicyTarget;
  /** Number of objects that were checked for it. */
  readonly objects: number;
}

/** Parts of a report. */
interface PolicyReportProps {
  readonly target: PolicyTarget;
  readonly targets: CheckedTarget[];
  readonly packs: string[];
  readonly findings: Finding[];
  readonly notJudged: NotJudgedKind[];
  /** Manifests of each target. */
  readonly sets: ReadonlyArray<ManifestSet>;
  /** True if the findings were compared with a baseline. */
  readonly isCompared?: boolean;
}

/** Result of a check of manifests. */
export class PolicyReport {
  /** @internal */
  public static _of(props: PolicyReportProps): PolicyReport {
    return new PolicyReport(props);
  }

  /** Cluster that objects without a target of their own were checked for. */
  public readonly target: PolicyTarget;
  /** Clusters that the objects were checked for, in the order of their first object. */
  public readonly targets: CheckedTarget[];
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

  /** Kinds of other API groups whose objects were not validated, because no schema is known. @internal */
  public get _withoutSchema(): NotJudgedKind[] {
    return kindsWithoutSchema(this.props.sets);
  }

  private counts: UnlistedFindings | undefined;

  private constructor(private readonly props: PolicyReportProps) {
    this.target = props.target;
    this.targets = props.targets;
    this.packs = props.packs;
    this.objects = props.targets.reduce((sum, { objects }) => sum + objects, 0);
    this.findings = props.findings;
    this.notJudged = props.notJudged;
  }

  /** Version of Kubernetes that objects without a target of their own were checked for. */
  public get version(): PolicyVersion {
    return this.target.version;
  }

  /** Returns the number of findings of a severity that are neither acknowledged nor known, including those that are not listed. */
  public count(severity: Severity): number {
    return this.counted.open[severity];
  }

  /** Returns the number of acknowledged findings, including those that are not listed. */
  public get acknowledged(): number {
    return this.counted.acknowledged;
  }

  /** Number of findings that a baseline contains, including those that are not listed. Unset without a baseline. */
  public get known(): number | undefined {
    return this.props.isCompared === true ? this.counted.known : undefined;
  }

  /** True if there is a finding that is neither acknowledged nor known, of a severity or a worse one. */
  public failsAt(severity: Severity): boolean {
    return SEVERITIES.some((each) => isAtLeast(each, severity) && this.count(each) > 0);
  }

  /** Returns the report with the findings limited to the maximum number of a report. @internal */
  public _limited(): PolicyReport {
    const [first] = this.props.sets;
    if (first === undefined) return this;
    const findings = limitFindings(this.findings, MOST_FINDINGS_OF_REPORT, first._whole, 'this report');
    return findings === this.findings ? this : new PolicyReport({ ...this.props, findings });
  }

  /** Manifests of each target. @internal */
  public get _sets(): ReadonlyArray<ManifestSet> {
    return this.props.sets;
  }

  /** Returns the report with the findings as a comparison with a baseline marked them. @internal */
  public _compared(findings: Finding[]): PolicyReport {
    return new PolicyReport({ ...this.props, findings, isCompared: true });
  }

  private get counted(): UnlistedFindings {
    this.counts ??= countFindings(this.findings);
    return this.counts;
  }
}
