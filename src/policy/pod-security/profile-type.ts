import { isObject } from '../../kubernetes/manifest';

/** Returns the type of a seccomp or AppArmor profile field. Empty if it has none. */
export function profileType(profile: unknown): string {
  const type = isObject(profile) ? profile['type'] : undefined;
  return typeof type === 'string' ? type : '';
}
