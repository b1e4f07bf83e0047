import { isObject } from '../../kubernetes/manifest';

/** The type that a seccomp or AppArmor profile's field says; empty when it says none. */
export function profileType(profile: unknown): string {
  const type = isObject(profile) ? profile['type'] : undefined;
  return typeof type === 'string' ? type : '';
}
