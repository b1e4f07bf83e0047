import type { Severity } from '../../diagnostics/severity';
import type { LintSubject } from './subject';

/** One thing that a lint found. */
export interface AppArmorMark {
  /** Line of the text, from 1. */
  readonly line: number;
  readonly message: string;
  readonly fix: string;
  /** Where it differs from the lint's own. */
  readonly severity?: Severity;
}

/** A check of an AppArmor profile. */
export interface AppArmorLint {
  /** A lower-case slug: the name of the lint's file. */
  readonly id: string;
  readonly severity: Severity;
  /** What it looks for, in a few words. */
  readonly title: string;
  /** Why it matters. */
  readonly rationale: string;
  readonly check: (profile: LintSubject) => AppArmorMark[];
  /** Rules, or a whole file, that have nothing of it. */
  readonly good: string;
  /** Rules, or a whole file, that it finds. */
  readonly bad: string;
}
