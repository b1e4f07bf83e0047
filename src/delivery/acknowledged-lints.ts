import { quote } from '../diagnostics/input-error';
import { profileFindingValue, type ProfileFinding } from '../diagnostics/profile-finding';
import { ACKNOWLEDGE_ANNOTATION, Acknowledgement, renderAcknowledgements } from '../kubernetes/acknowledgement';
import type { RuleId } from '../kubernetes/rule-id';

/** Finding of a lint in a profile, accepted with a reason. */
export interface AcknowledgedLint {
  /** Name of the profile. */
  readonly profile: string;

  /** Id of the lint, such as `broad-files`. */
  readonly lint: string;

  /** Reason to accept the finding, at least ten characters. */
  readonly reason: string;

  /**
   * Start of the message of the finding, such as `/srv/** rw,`. Needed if the lint finds several problems in the profile.
   * @default - the only finding of the lint
   */
  readonly problem?: string;
}

/** Profile that lints can check. */
interface LintedProfile {
  readonly name: string;
  lint(): ProfileFinding[];
}

/** Returns the problems of acknowledgements that do not name exactly one finding of a delivered profile. */
export function acknowledgedLintProblems(
  acknowledged: ReadonlyArray<AcknowledgedLint>,
  profiles: ReadonlyArray<LintedProfile>,
): string[] {
  return acknowledged.flatMap((each) => {
    const what = `acknowledgedLints of profile ${quote(each.profile)}`;
    const profile = profiles.find(({ name }) => name === each.profile);
    if (profile === undefined)
      return [`${what} must be of a delivered profile (${profiles.map(({ name }) => quote(name)).join(', ')})`];
    const all = profile.lint();
    const found = all.filter((finding) => isNamed(finding, each));
    if (found.length === 1) return [];
    const others = (found.length === 0 ? all : found).slice(0, MOST_LISTED);
    const listed = others.map(({ rule, message }) => `${rule}: ${quote(message)}`).join('; ');
    return [
      found.length === 0
        ? `${what} must be of a finding, got ${quote(each.lint)}: ${listed === '' ? 'no lint finds a problem' : `the findings are ${listed}`}`
        : `${what} must be of one finding, but ${quote(each.lint)} finds ${found.length}: set problem to the start of one of ${listed}`,
    ];
  });
}

/** Number of findings that an error lists. */
const MOST_LISTED = 10;

/**
 * Returns the annotations of the objects that deliver the profiles, by profile name.
 * @throws {@link InputError} if a reason has fewer than ten characters
 */
export function lintAnnotations(
  rule: RuleId,
  acknowledged: ReadonlyArray<AcknowledgedLint>,
  profiles: ReadonlyArray<LintedProfile>,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  const annotated = profiles.flatMap((profile) => {
    const own = acknowledged.filter((each) => each.profile === profile.name);
    if (own.length === 0) return [];
    const findings = profile.lint();
    const all = own.flatMap((each) =>
      findings
        .filter((finding) => isNamed(finding, each))
        .map((finding) => new Acknowledgement({ rule, reason: each.reason, value: profileFindingValue(finding) })),
    );
    return [[profile.name, { [ACKNOWLEDGE_ANNOTATION]: renderAcknowledgements(all) }] as const];
  });
  return Object.fromEntries(annotated);
}

function isNamed({ rule, message }: ProfileFinding, { lint, problem = '' }: AcknowledgedLint): boolean {
  return rule === lint && message.startsWith(problem);
}
