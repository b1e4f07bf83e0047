import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { moduleFolder } from './go-types';

/** Versions of the module `k8s.io/api`, one for each minor version of Kubernetes. The oldest ones have no release numbers. */
const API: ReadonlyArray<readonly [minor: number, version: string]> = [
  [10, 'v0.0.0-20180308224125-73d903622b73'],
  [11, 'v0.0.0-20180628040859-072894a440bd'],
  [12, 'v0.0.0-20181004124137-fd83cbc87e76'],
  [13, 'v0.0.0-20190222213804-5cb15d344471'],
  [14, 'v0.0.0-20190409021203-6e4e0e4f393b'],
  [15, 'v0.0.0-20190620084959-7cf5895f2711'],
  [16, 'v0.0.0-20190918155943-95b840bb6a1f'],
  [17, 'v0.17.17'],
  [18, 'v0.18.0'],
  [19, 'v0.19.16'],
  [20, 'v0.20.6'],
  [21, 'v0.21.1'],
  [22, 'v0.22.5'],
  [23, 'v0.23.16'],
  [24, 'v0.24.3'],
  [25, 'v0.25.9'],
  [26, 'v0.26.9'],
  [27, 'v0.27.16'],
  [28, 'v0.28.15'],
  [29, 'v0.29.15'],
  [30, 'v0.30.14'],
  [31, 'v0.31.14'],
  [32, 'v0.32.13'],
  [33, 'v0.33.13'],
  [34, 'v0.34.13'],
  [35, 'v0.35.10'],
  [36, 'v0.36.6'],
  [37, 'v0.37.2'],
];

/** Mark of a value that no version accepts by default, because a feature gate guards it. */
const OFF = 'off';

/**
 * Values that are guarded by a feature gate, each with the first minor version in which the gate is on by default.
 * Source: `pkg/features` of Kubernetes, and the page "Feature Gates (removed)" of its documentation.
 */
const GATED: Readonly<Record<string, number | typeof OFF>> = {
  'apps.v1.StatefulSetUpdateStrategyType Recreate': OFF,
  'batch.v1.PodFailurePolicyAction FailIndex': 29,
  'core.v1.PersistentVolumeAccessMode ReadWriteOncePod': 27,
  'core.v1.Protocol SCTP': 19,
  'core.v1.ResourceQuotaScope CrossNamespacePodAffinity': 22,
  'core.v1.ResourceQuotaScope PriorityClass': 12,
  'core.v1.ResourceQuotaScope VolumeAttributesClass': 34,
  'core.v1.TolerationOperator Gt': OFF,
  'core.v1.TolerationOperator Lt': OFF,
};

/**
 * Returns the values of each enumeration in the notation of the table: a value, or `FROM-=VALUE` if the enumeration is older
 * than the value, or `off=VALUE` if no version accepts it by default. No value was ever removed.
 */
export function valueLines(enums: ReadonlyMap<string, ReadonlyArray<string>>, names: Iterable<string>): string[] {
  const folders = API.map(([minor, version]) => [minor, moduleFolder(`k8s.io/api@${version}`)] as const);
  return [...names].sort().map((name) => {
    const known = folders.flatMap(([minor, folder]) => {
      const values = valuesIn(folder, name);
      return values.size > 0 ? [{ minor, values }] : [];
    });
    const removed = known
      .slice(0, -1)
      .flatMap(({ values }, i) => [...values].filter((v) => !known[i + 1]!.values.has(v)));
    if (removed.length > 0) throw new Error(`${name}: values were removed: ${removed.join(', ')}`);
    const texts = enums.get(name)!.map((value) => {
      const since = known.find(({ values }) => values.has(value))?.minor;
      const gate = GATED[`${name} ${value}`];
      if (gate === OFF) return `${OFF}=${value}`;
      const from = gate ?? (since === known[0]?.minor || value === '' ? undefined : since);
      return from === undefined ? value : `${from}-=${value}`;
    });
    return [`enum:${name}`, ...texts].join('\t');
  });
}

/** Returns the constants of a type. In an old module, some constants in the block of a type have no type themselves. */
function valuesIn(folder: string, name: string): Set<string> {
  const [group = '', version = '', type = ''] = name.split('.');
  const file = join(folder, group, version, 'types.go');
  if (!existsSync(file)) return new Set();
  const text = readFileSync(file, 'utf8');
  const typed = new RegExp(`^\\s*(?:const )?\\w+\\s+${type}\\s*= "([^"]*)"`, 'gm');
  const blocks = [...text.matchAll(/^const \(\n([\s\S]*?)^\)/gm)].map(([, block = '']) => block);
  const untyped = blocks
    .filter((block) => block.search(typed) >= 0)
    .flatMap((block) => [...block.matchAll(/^\s*\w+\s*= "([^"]*)"/gm)]);
  return new Set([...text.matchAll(typed), ...untyped].map(([, value = '']) => value).filter((value) => value !== ''));
}
