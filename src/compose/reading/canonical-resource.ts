import type { JsonObject } from '../../kubernetes/manifest';
import { boolean, labels, text, type Value } from './canonical-values';
import type { Origins } from './origins';
import { PathRules } from './path-rules';
import { writeCanonicalValues } from './service-values';

const VALUES = new PathRules<Value>([
  ...['attachable', 'enable_ipv4', 'enable_ipv6', 'external', 'internal'].map((key) => [key, boolean] as const),
  ...['driver_opts', 'labels', 'ipam.options', 'ipam.config.*.aux_addresses'].map((key) => [key, labels] as const),
  ...['name', 'driver', 'file', 'environment', 'content', 'model'].map((key) => [key, text] as const),
]);

/** Writes the values of a network, a volume, a secret, a config or a model in their canonical types. */
export function canonicalResource(
  resource: JsonObject,
  origins: Origins,
  report: (path: string[], message: string) => void,
): JsonObject {
  writeCanonicalValues(resource, VALUES, origins, report);
  return resource;
}
