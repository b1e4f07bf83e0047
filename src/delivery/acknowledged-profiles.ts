import { quote } from '../diagnostics/input-error';
import { ACKNOWLEDGE_ANNOTATION, Acknowledgement, renderAcknowledgements } from '../kubernetes/acknowledgement';

/** Reasons to accept a rule's findings, by profile name. */
export type AcknowledgedProfiles = Readonly<Record<string, string>>;

/** Returns the problem of reasons whose name is not the name of a profile. */
export function unknownProfileProblem(
  reasons: AcknowledgedProfiles,
  profiles: ReadonlyArray<{ readonly name: string }>,
): string | undefined {
  const names = profiles.map((profile) => profile.name);
  const unknown = Object.keys(reasons).filter((name) => !names.includes(name));
  if (unknown.length === 0) return undefined;
  return `acknowledgedProfiles must name delivered profiles (${names.map(quote).join(', ')}), got ${unknown.map(quote).join(', ')}`;
}

/**
 * Returns the annotations of the objects that deliver the profiles, by profile name.
 * @throws {@link InputError} if a reason has fewer than ten characters
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
