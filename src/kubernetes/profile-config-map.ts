import type { Manifest } from './manifest';
import { volumeName } from './volume-name';

/** Label of the ConfigMaps that hold profiles for the nodes: its value says for what, `apparmor` or `seccomp`. */
export const PROFILES_LABEL = 'secure-edge.dev/profiles';

/** Key that holds the names to take from the nodes, one a line. */
export const RETIRED_KEY = 'retired';

/** A ConfigMap and what it holds. */
export interface ProfileConfigMap {
  readonly name: string;
  readonly manifest: Manifest;
}

/**
 * One ConfigMap for each profile, so that each has the API server's whole size limit to itself and a diff of its own,
 * and one with the retired names, always there so that it can be changed in place.
 *
 * @param what `apparmor` or `seccomp`
 * @param texts each profile's text, by its name
 */
export function profileConfigMaps(
  what: string,
  texts: Readonly<Record<string, string>>,
  retired: ReadonlyArray<string>,
  prefix: string,
): ProfileConfigMap[] {
  const metadata = { labels: { [PROFILES_LABEL]: what } };
  const listName = `${prefix}-${RETIRED_KEY}`;
  const taken = new Set([listName]);
  const profiles = Object.keys(texts)
    .sort()
    .map((key) => {
      const name = volumeName(`${prefix}-${key}`, taken);
      taken.add(name);
      return { name, manifest: { metadata, data: { [key]: texts[key] } } };
    });
  const list = [...new Set(retired)].sort().map((name) => `${name}\n`);
  return [...profiles, { name: listName, manifest: { metadata, data: { [RETIRED_KEY]: list.join('') } } }];
}
