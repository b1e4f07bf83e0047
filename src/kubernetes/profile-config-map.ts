import type { Manifest } from './manifest';
import { volumeName } from './volume-name';

/** Label of the ConfigMaps with profiles for the nodes. Its value is `apparmor` or `seccomp`. */
export const PROFILES_LABEL = 'secure-edge.dev/profiles';

/** Key of the names to remove from the nodes, one name on each line. */
export const RETIRED_KEY = 'retired';

/** Name and content of a ConfigMap. */
export interface ProfileConfigMap {
  readonly name: string;
  readonly manifest: Manifest;
}

/**
 * Returns one ConfigMap for each profile and one for the retired names. Each profile then has the API server's whole size limit
 * and its own diff. The ConfigMap of the retired names always exists, so that it can be changed in place.
 *
 * @param what `apparmor` or `seccomp`
 * @param texts text of each profile, by its key
 * @param annotations annotations of the ConfigMaps of some profiles, by key
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
