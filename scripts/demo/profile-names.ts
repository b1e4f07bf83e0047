/** A ConfigMap, as far as it holds text. */
export interface ConfigMapData {
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
}

/** Names of the AppArmor profiles in a loader's ConfigMaps: the keys. */
export function profileNames(configMaps: readonly ConfigMapData[]): string[] {
  return [...new Set(configMaps.flatMap(({ data }) => Object.keys(data ?? {})))].sort();
}

/** The names in a list with one a line. */
export function retiredNames(list = ''): string[] {
  return list
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
