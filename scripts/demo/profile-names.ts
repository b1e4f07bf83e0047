/** ConfigMap with its text. */
export interface ConfigMapData {
  readonly metadata: { readonly name: string };
  readonly data?: Readonly<Record<string, string>>;
}

/** Returns the names of the AppArmor profiles in a loader's ConfigMaps, which are the keys. */
export function profileNames(configMaps: readonly ConfigMapData[]): string[] {
  return [...new Set(configMaps.flatMap(({ data }) => Object.keys(data ?? {})))].sort();
}

/** Returns the names in a list that has one name on each line. */
export function retiredNames(list = ''): string[] {
  return list
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}
