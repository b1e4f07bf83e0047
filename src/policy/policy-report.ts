import { isAtLeast, type Severity } from '../severity';
import type { Finding } from './finding';
import type { NotJudgedKind } from './not-judged';
import type { PolicyVersion } from './policy-version';

/** Parts of a report. */
interface PolicyReportProps {
  readonly version: PolicyVersion;
  readonly packs: string[];
  readonly objects: number;
  readonly findings: Finding[];
  readonly notJudged: NotJudgedKind[];
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
  /** What was found, in the order of the documents; what is acknowledged, too. */
  public readonly findings: Finding[];
  /** Kinds of which some objects were not judged, as a whole or in part; without those that are excluded by name. */
  public readonly notJudged: NotJudgedKind[];

  private constructor(props: PolicyReportProps) {
    this.version = props.version;
    this.packs = props.packs;
    this.objects = props.objects;
    this.findings = props.findings;
    this.notJudged = props.notJudged;
  }

  /** Number of findings of a severity that nobody has acknowledged. */
  public count(severity: Severity): number {
    return this.findings.filter((f) => f.acknowledged === undefined && f.severity === severity).length;
  }

  /** Number of findings that somebody has acknowledged. */
  public get acknowledged(): number {
    return this.findings.filter((f) => f.acknowledged !== undefined).length;
  }

  /** Whether something of that severity, or a worse one, was found that nobody has acknowledged. */
  public failsAt(severity: Severity): boolean {
    return this.findings.some((f) => f.acknowledged === undefined && isAtLeast(f.severity, severity));
  }
}
