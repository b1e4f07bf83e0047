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
