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
 * @param texts each profile's text, by its key
 * @param annotations of the ConfigMaps of some profiles, by key
 */
export function profileConfigMaps(
  what: string,
  texts: Readonly<Record<string, string>>,
  retired: ReadonlyArray<string>,
  prefix: string,
  annotations: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): ProfileConfigMap[] {
  const metadata = { labels: { [PROFILES_LABEL]: what } };
  const listName = `${prefix}-${RETIRED_KEY}`;
  const taken = new Set([listName]);
  const profiles = Object.keys(texts)
    .sort()
    .map((key) => {
      const name = volumeName(`${prefix}-${key}`, taken);
      taken.add(name);
      const own = annotations[key];
      const manifest = { metadata: { ...metadata, ...(own && { annotations: own }) }, data: { [key]: texts[key] } };
      return { name, manifest };
    });
  const list = [...new Set(retired)].sort().map((name) => `${name}\n`);
  return [...profiles, { name: listName, manifest: { metadata, data: { [RETIRED_KEY]: list.join('') } } }];
}
