import { quote } from '../input-error';
import { ACKNOWLEDGE_ANNOTATION, Acknowledgement, renderAcknowledgements } from '../policy/acknowledgement';

/** Why findings of a rule in profiles are accepted, by the profiles' names. */
export type AcknowledgedProfiles = Readonly<Record<string, string>>;

/** What is wrong with the names. */
export function unknownProfileProblem(
  reasons: AcknowledgedProfiles,
  profiles: ReadonlyArray<{ readonly name: string }>,
): string | undefined {
  const names = profiles.map((profile) => profile.name);
  const unknown = Object.keys(reasons).filter((name) => !names.includes(name));
  if (unknown.length === 0) return undefined;
  return `acknowledgedProfiles must name profiles that are given (${names.map(quote).join(', ')}), got ${unknown.map(quote).join(', ')}`;
}

/**
 * Annotations of the objects that bring the profiles to the nodes, by profile.
 * @throws when a reason is shorter than ten characters
 */
export function profileAnnotations(
  rule: string,
  reasons: AcknowledgedProfiles,
): Readonly<Record<string, Readonly<Record<string, string>>>> {
  return Object.fromEntries(
    Object.entries(reasons).map(([profile, reason]) => [
      profile,
      { [ACKNOWLEDGE_ANNOTATION]: renderAcknowledgements([new Acknowledgement({ rule, reason })]) },
    ]),
  );
}
