import type { Severity } from '../severity';

/** What the lint of an AppArmor or seccomp profile found. */
export interface ProfileFinding {
  /** Id of the lint: a lower-case slug. */
  readonly rule: string;

  /** How much harm it stands for. */
  readonly severity: Severity;

  /** Name of the profile; a child as `parent//child`. */
  readonly profile: string;

  /** Line of the text, from 1. */
  readonly line: number;

  /** What is wrong. */
  readonly message: string;

  /** How to mend it. */
  readonly fix: string;
}
