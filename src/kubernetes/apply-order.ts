import { ApiObject, Chart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { groupOf, isObject, objectAt, stringAt, type Manifest } from './manifest';
import { isPodKind } from './pods';

/**
 * Kinds in the order in which they are applied: a pod must not run before the policies that confine it, and before the objects
 * that it uses. Kinds that are not listed, such as custom resources, come before the pods.
 */
const ORDER: ReadonlyArray<ReadonlyArray<string>> = [
  ['CustomResourceDefinition', 'Namespace'],
  [
    ...['DeviceClass', 'IngressClass', 'PriorityClass', 'RuntimeClass', 'StorageClass'],
    ...['AppArmorProfile', 'SeccompProfile', 'SelinuxProfile', 'RawSelinuxProfile'],
    ...['ValidatingAdmissionPolicy', 'ValidatingAdmissionPolicyBinding'],
    ...['LimitRange', 'NetworkPolicy', 'PodDisruptionBudget', 'ResourceQuota'],
  ],
  ['ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding', 'ServiceAccount'],
  ['ConfigMap', 'Secret'],
  ['PersistentVolume', 'PersistentVolumeClaim'],
  ['Service'],
];

const RANKS: ReadonlyMap<string, number> = new Map(ORDER.flatMap((kinds, i) => kinds.map((kind) => [kind, i])));
const UNKNOWN = ORDER.length;
const PODS = UNKNOWN + 1;
const AFTER_PODS = PODS + 1;

/** Kinds that point to pods, and webhooks, which would reject objects until their pods run. */
const LAST: ReadonlySet<string> = new Set([
  ...['APIService', 'HorizontalPodAutoscaler', 'Ingress', 'MutatingWebhookConfiguration'],
  'ValidatingWebhookConfiguration',
]);

function rankOf(manifest: unknown): number {
  if (!isObject(manifest)) return UNKNOWN;
  const kind = stringAt(manifest, 'kind') ?? '';
  if (isPodKind(stringAt(manifest, 'apiVersion') ?? '', kind)) return PODS;
  return LAST.has(kind) ? AFTER_PODS : (RANKS.get(kind) ?? UNKNOWN);
}

/** Returns manifests in the order in which they are applied. Manifests of one rank keep their order. */
export function inApplyOrder<T>(manifests: ReadonlyArray<T>): T[] {
  return manifests
    .map((manifest) => ({ manifest, rank: rankOf(manifest) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ manifest }) => manifest);
}

const ORDERED = new WeakSet<IConstruct>();

/**
 * Lets a chart write its objects in the order in which they are applied. If a dependency of the author contradicts that order, the
 * chart keeps the order of cdk8s.
 */
export function writeInApplyOrder(chart: Chart): void {
  if (ORDERED.has(chart)) return;
  ORDERED.add(chart);
  const render = chart.toJson.bind(chart) as () => unknown[];
  chart.toJson = (): unknown[] => {
    // cdk8s accepts an object whose values are the manifests
    const manifests = Object.values(render());
    const ordered = inApplyOrder(manifests);
    return keepsDependencies(chart, ordered) ? ordered : manifests;
  };
}

/** Returns true if each object comes after those that it depends on. cdk8s has resolved the dependencies of other constructs to those of their objects. */
function keepsDependencies(chart: Chart, manifests: ReadonlyArray<unknown>): boolean {
  let places: Map<string, number> | undefined;
  for (const construct of chart.node.findAll()) {
    if (!ApiObject.isApiObject(construct)) continue;
    for (const dependency of construct.node.dependencies) {
      if (!ApiObject.isApiObject(dependency) || Chart.of(dependency) !== chart) continue;
      places ??= new Map(manifests.map((manifest, i) => [isObject(manifest) ? keyOfManifest(manifest) : '', i]));
      const [before, after] = [places.get(keyOf(dependency)), places.get(keyOf(construct))];
      if (before !== undefined && after !== undefined && before > after) return false;
    }
  }
  return true;
}

function keyOf({ apiVersion, kind, name, metadata }: ApiObject): string {
  return [groupOf(apiVersion), kind, metadata.namespace ?? '', name].join('/');
}

function keyOfManifest(manifest: Manifest): string {
  const metadata = objectAt(manifest, 'metadata');
  const group = groupOf(stringAt(manifest, 'apiVersion') ?? '');
  return [group, stringAt(manifest, 'kind'), stringAt(metadata, 'namespace') ?? '', stringAt(metadata, 'name')].join(
    '/',
  );
}
