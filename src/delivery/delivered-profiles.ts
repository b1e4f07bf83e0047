import { quote } from '../diagnostics/input-error';
import { ProfileDelivery } from './profile-delivery';

/**
 * Maximum number of profiles that the programs on the nodes read. Together with the list of retired names, these are the
 * 512 files of `images/internal/configmap`.
 */
const MAX_PROFILES = 511;

/** Maximum number of bytes, of all profiles together, that the programs on the nodes read. Source: `images/internal/configmap`. */
const MAX_SIZE = 8 * 1024 * 1024;

interface Profile {
  readonly name: string;
  render(): string;
}

/** Returns the problem of a set of profiles that is too large for the programs on the nodes. */
export function tooManyProfilesProblem(profiles: ReadonlyArray<Profile>): string | undefined {
  if (profiles.length > MAX_PROFILES)
    return `profiles must have at most ${String(MAX_PROFILES)} items, got ${String(profiles.length)}: split them over several constructs with different names`;
  const size = profiles.reduce((sum, profile) => sum + Buffer.byteLength(profile.render()), 0);
  if (size <= MAX_SIZE) return undefined;
  return `profiles must have at most ${String(MAX_SIZE)} bytes in total, got ${String(size)}: split them over several constructs with different names`;
}

/** Returns the problem of adopted profiles that are not delivered, or that the operator delivers. */
export function unknownAdoptionProblem(
  adopted: ReadonlyArray<string>,
  profiles: ReadonlyArray<Profile>,
  delivery: ProfileDelivery,
): string | undefined {
  if (adopted.length === 0) return undefined;
  if (delivery === ProfileDelivery.SECURITY_PROFILES_OPERATOR)
    return 'adopted must be unset, because the operator does not check who loaded a profile: remove it';
  const names = profiles.map((profile) => profile.name);
  const unknown = adopted.filter((name) => !names.includes(name));
  if (unknown.length === 0) return undefined;
  return `adopted must name delivered profiles (${names.map(quote).join(', ')}), got ${unknown.map(quote).join(', ')}`;
}
