import { quote } from '../diagnostics/input-error';
import { isObject, listAt, objectAt, type JsonObject, type Manifest } from '../kubernetes/manifest';
import { containersOf, podsOf } from '../kubernetes/pods';
import { billionths, ONE, quantityOf } from '../kubernetes/quantity';
import { isAbove, maxima, quotaAmounts, type NamespaceLimits, type NamespaceQuota } from './namespace-quota';

/** Workload of a namespace, with its largest number of pods. */
export interface NamespacedWorkload {
  /** Construct path of its app. */
  readonly path: string;
  readonly manifest: Manifest;
  /** Largest number of its pods. For every gateway, 1: the number of gateways is unknown. */
  readonly pods: number;
}

/** Amounts of a quota that pods have, each with its side and its resource. */
const OF_PODS: Readonly<Record<string, readonly ['limits' | 'requests', string]>> = {
  'limits.cpu': ['limits', 'cpu'],
  'limits.memory': ['limits', 'memory'],
  'requests.cpu': ['requests', 'cpu'],
  'requests.memory': ['requests', 'memory'],
};

/** Problems of workloads that together exceed the quota of their namespace, so that some of their pods would not be created. */
export function quotaUseProblems(quota: NamespaceQuota, workloads: ReadonlyArray<NamespacedWorkload>): string[] {
  return Object.entries(quotaAmounts(quota)).flatMap(([name, most]) => {
    const place = OF_PODS[name];
    if (place === undefined && name !== 'pods') return [];
    const total = workloads.reduce(
      (sum, workload) => sum + BigInt(workload.pods) * (place === undefined ? ONE : amountOfPod(workload, ...place)),
      0n,
    );
    return total > (billionths(most) ?? 0n)
      ? [`${name} of the quota must be at least ${quantityOf(total)}, which its apps have together, got ${quote(most)}`]
      : [];
  });
}

/** Problems of containers that the quota or the limits of their namespace reject. */
export function containerUseProblems(
  quota: NamespaceQuota,
  limits: NamespaceLimits,
  workloads: ReadonlyArray<NamespacedWorkload>,
): string[] {
  const max = Object.entries(maxima(limits));
  const needed = Object.keys(quotaAmounts(quota)).flatMap((name) =>
    OF_PODS[name] === undefined ? [] : [OF_PODS[name]],
  );
  return workloads.flatMap(({ path, manifest }) =>
    containersIn(manifest).flatMap(({ name, container }) => {
      const resources = objectAt(container, 'resources');
      const limitOf = (resource: string): unknown => objectAt(resources, 'limits')[resource];
      return [
        ...max
          .filter(([resource, most]) => isAbove(limitOf(resource), most))
          .map(
            ([resource, most]) =>
              `limit of ${resource} of container ${quote(name)} in ${quote(path)} must be at most ${quote(most)}, as the limits of the namespace set, got ${quote(limitOf(resource))}`,
          ),
        ...needed
          .filter(([side, resource]) => objectAt(resources, side)[resource] === undefined)
          .map(
            ([side, resource]) =>
              `container ${quote(name)} in ${quote(path)} must have ${side}.${resource}, because the quota of the namespace counts it: remove Weakness.unlimitedResources`,
          ),
      ];
    }),
  );
}

function containersIn(manifest: Manifest): { readonly name: string; readonly container: JsonObject }[] {
  return podsOf(manifest).flatMap(({ spec }) => containersOf(spec));
}

/** Returns what one pod has, in billionths: its containers run together, and its init containers before them one by one. */
function amountOfPod({ manifest }: NamespacedWorkload, side: 'limits' | 'requests', resource: string): bigint {
  return podsOf(manifest).reduce((sum, { spec }) => {
    const amounts = (list: string, isChosen: (container: JsonObject) => boolean): bigint[] =>
      listAt(spec, list)
        .filter(isObject)
        .filter(isChosen)
        .map((container) => billionths(objectAt(objectAt(container, 'resources'), side)[resource]) ?? 0n);
    const total = (all: bigint[]): bigint => all.reduce((a, b) => a + b, 0n);
    const sidecars = total(amounts('initContainers', ({ restartPolicy }) => restartPolicy === 'Always'));
    const main = total(amounts('containers', () => true));
    const largest = amounts('initContainers', ({ restartPolicy }) => restartPolicy !== 'Always').reduce(
      (a, b) => (a > b ? a : b),
      0n,
    );
    return sum + sidecars + (main > largest ? main : largest);
  }, 0n);
}
