import type { Severity } from '../../diagnostics/severity';
import type { LintSubject } from './subject';

/** One finding of a lint, without the names of the lint and the profile. */
export interface AppArmorMark {
  /** Line of the text; the first line is 1. */
  readonly line: number;
  readonly message: string;
  readonly fix: string;
  /**
   * Severity of this finding.
   *
   * @default - the severity of the lint
   */
  readonly severity?: Severity;
}

/** A check of AppArmor profiles. */
export interface AppArmorLint {
  /** Identifier, in lower case with hyphens. The lint's file has the same name. */
  readonly id: string;
  readonly severity: Severity;
  /** Problem that the lint finds, as a short statement. */
  readonly title: string;
  /** Risk of the problem. */
  readonly rationale: string;
  readonly check: (profile: LintSubject) => AppArmorMark[];
  /** Rules, or a whole file, without findings. */
  readonly good: string;
  /** Rules, or a whole file, with a finding of this lint. */
  readonly bad: string;
}
