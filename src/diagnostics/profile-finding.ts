import { SEVERITIES, Severity } from './severity';

/** A finding of a lint in an AppArmor or seccomp profile. */
export interface ProfileFinding {
  /** ID of the lint: a lower-case slug. */
  readonly rule: string;

  /** Severity of the finding. */
  readonly severity: Severity;

  /** Name of the profile: `parent//child` for a child. */
  readonly profile: string;

  /** Line of the text, from 1. */
  readonly line: number;

  /** Problem that was found. */
  readonly message: string;

  /** Instructions to fix the problem. */
  readonly fix: string;
}

/** Returns a finding as an acknowledgement names it: the lint, the profile and the problem, without the numbers of lines. */
export function profileFindingValue({ rule, profile, message }: ProfileFinding): string {
  return `${rule} in ${profile}: ${message.replace(/ on line \d+/g, '')}`;
}

/** Number of findings of one text that are listed. The others are counted. */
export const MOST_PROFILE_FINDINGS = 1_000;

/** Returns the first findings, and one more that counts the others and has the highest severity among them. */
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
