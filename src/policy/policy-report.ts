import { isAtLeast, type Severity } from '../severity';
import type { Finding } from './finding';
import type { PolicyVersion } from './policy-version';

/** What a check of manifests came to. */
export class PolicyReport {
  /** @internal */
  public static _of(version: PolicyVersion, packs: string[], objects: number, findings: Finding[]): PolicyReport {
    return new PolicyReport(version, packs, objects, findings);
  }

  private constructor(
    /** The version of Kubernetes that the manifests were judged for. */
    public readonly version: PolicyVersion,
    /** Names of the packs whose rules were run. */
    public readonly packs: string[],
    /** Number of objects that were judged. */
    public readonly objects: number,
    /** What was found, in the order of the documents; what is acknowledged, too. */
    public readonly findings: Finding[],
  ) {}

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
