import { isObject } from '../../kubernetes/manifest';
import type { Model } from './model';

/** Keys of which a service of a file of version 1 has at least one. */
const KEYS_OF_SERVICES = ['image', 'build', 'extends'];

/** Keys at the top of a file since version 2. */
const TOP_KEYS = [
  'services',
  'include',
  'networks',
  'volumes',
  'secrets',
  'configs',
  'models',
  'jobs',
  'name',
  'version',
];

/** Returns true for a file of version 1, whose mapping consists of services. */
export function consistsOfServices(value: Model): boolean {
  const services = Object.values(value);
  return (
    !TOP_KEYS.some((key) => Object.hasOwn(value, key)) &&
    services.length > 0 &&
    services.every((service) => isObject(service) && KEYS_OF_SERVICES.some((key) => Object.hasOwn(service, key)))
  );
}
