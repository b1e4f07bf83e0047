import { quote } from '../input-error';
import { ProfileDelivery } from './profile-delivery';

/**
 * Profiles that the programs on the nodes read at most. With the list of retired names these are the 512 files of
 * `images/internal/configmap`.
 */
const MAX_PROFILES = 511;

/** The bytes of all profiles that the programs on the nodes read at most. Source: `images/internal/configmap`. */
const MAX_SIZE = 8 * 1024 * 1024;

interface Profile {
  readonly name: string;
  render(): string;
}

/** A set of profiles that the programs on the nodes would not read. */
export function tooManyProfilesProblem(profiles: ReadonlyArray<Profile>): string | undefined {
  if (profiles.length > MAX_PROFILES)
    return `profiles must be at most ${String(MAX_PROFILES)}, got ${String(profiles.length)}: deliver them by several constructs of different names`;
  const size = profiles.reduce((sum, profile) => sum + Buffer.byteLength(profile.render()), 0);
  if (size <= MAX_SIZE) return undefined;
  return `profiles must be at most ${String(MAX_SIZE)} bytes in all, got ${String(size)}: deliver them by several constructs of different names`;
}

/** Adopted names of profiles that are not delivered, or not by a program of this library. */
export function unknownAdoptionProblem(
  adopted: ReadonlyArray<string>,
  profiles: ReadonlyArray<Profile>,
  delivery: ProfileDelivery,
): string | undefined {
  if (adopted.length === 0) return undefined;
  if (delivery === ProfileDelivery.SECURITY_PROFILES_OPERATOR)
    return 'adopted must be left out: the operator does not ask who loaded a profile';
  const names = profiles.map((profile) => profile.name);
  const unknown = adopted.filter((name) => !names.includes(name));
  if (unknown.length === 0) return undefined;
  return `adopted must name profiles that are given (${names.map(quote).join(', ')}), got ${unknown.map(quote).join(', ')}`;
}
