import { SEVERITIES, Severity } from './severity';

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

/** Findings of one text that are listed; the others are counted. */
export const MOST_PROFILE_FINDINGS = 1_000;

/** The first findings, and one that counts the others and is as severe as the worst of them. */
export function limited(findings: ReadonlyArray<ProfileFinding>): ProfileFinding[] {
  const [listed, others] = [findings.slice(0, MOST_PROFILE_FINDINGS), findings.slice(MOST_PROFILE_FINDINGS)];
  const [first] = others;
  if (first === undefined) return listed;
  const counts = SEVERITIES.map((severity) => ({
    severity,
    count: others.filter((finding) => finding.severity === severity).length,
  })).filter(({ count }) => count > 0);
  return [
    ...listed,
    {
      rule: 'too-many-findings',
      severity: counts[0]?.severity ?? Severity.LOW,
      profile: first.profile,
      line: first.line,
      message: `${others.length} more findings are not listed: ${counts.map(({ severity, count }) => `${count} ${severity}`).join(', ')}`,
      fix: 'fix what is listed, and check the profile again',
    },
  ];
}
