/** How much harm a finding stands for. */
export enum Severity {
  /** The confinement is gone, or the node is open. */
  CRITICAL = 'critical',
  /** A promise of the standard is broken; what fails a check unless said otherwise. */
  HIGH = 'high',
  /** Weaker than it looks, or than it need be. */
  MEDIUM = 'medium',
  /** Worth knowing. */
  LOW = 'low',
}

/** Severities, worst first. */
export const SEVERITIES: ReadonlyArray<Severity> = [Severity.CRITICAL, Severity.HIGH, Severity.MEDIUM, Severity.LOW];

/** Whether a severity is at least as bad as another. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return SEVERITIES.indexOf(severity) <= SEVERITIES.indexOf(least);
}
