/** Severity of a finding. */
export enum Severity {
  /** The confinement has no effect, or an attacker can access the node. */
  CRITICAL = 'critical',
  /** The object violates the standard. Checks fail from this severity on by default. */
  HIGH = 'high',
  /** The object is weaker than it looks, or than necessary. */
  MEDIUM = 'medium',
  /** The finding is for information. */
  LOW = 'low',
}

/** Severities, worst first. */
export const SEVERITIES: ReadonlyArray<Severity> = [Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW];

/** True if a severity is at least as high as another one. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
}
