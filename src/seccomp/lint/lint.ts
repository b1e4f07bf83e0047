import type { Severity } from '../../diagnostics/severity';
import type { SeccompSubject } from './subject';

/** One thing that a lint found. */
export interface SeccompMark {
  /** Line of the text, from 1. */
  readonly line: number;
  readonly message: string;
  readonly fix: string;
  /** Where it differs from the lint's own. */
  readonly severity?: Severity;
}

/** A check of a seccomp profile. */
export interface SeccompLint {
  /** A lower-case slug: the name of the lint's file. */
  readonly id: string;
  readonly severity: Severity;
  /** What it looks for, in a few words. */
  readonly title: string;
  /** Why it matters. */
  readonly rationale: string;
  readonly check: (file: SeccompSubject) => SeccompMark[];
  /** A profile that has nothing of it. */
  readonly good: string;
  /** A profile that it finds. */
  readonly bad: string;
}
