import { groupOf, objectAt, stringAt, type JsonObject } from '../manifest';

/** Fields with the overlays of a kind, as `GROUP/KIND`. */
const FIELDS: Readonly<Record<string, ReadonlyArray<ReadonlyArray<string>>>> = {
  'apps.openyurt.io/YurtAppSet': [
    ['spec', 'workload', 'workloadTweaks'],
    ['spec', 'topology'],
  ],
  'apps.openyurt.io/YurtAppOverrider': [['entries']],
  'apps.kubeedge.io/EdgeApplication': [['spec', 'workloadScope']],
  // nothing renders their patches, which are found as such
  'hive.openshift.io/SyncSet': [],
  'hive.openshift.io/SelectorSyncSet': [],
  'fleet.cattle.io/Bundle': [
    ['spec', 'targets'],
    ['spec', 'targetCustomizations'],
    ['spec', 'helm'],
  ],
};

/** Returns true if objects of the kind of an object can contain overlays. */
export function hasOverlays(object: JsonObject): boolean {
  return Object.hasOwn(FIELDS, kindOf(object));
}

/** Returns the values of an object that are overlays, and not manifests or pods themselves. */
export function overlayValuesIn(object: JsonObject): unknown[] {
  if (!hasOverlays(object)) return [];
  return (FIELDS[kindOf(object)] ?? []).map((path) => path.slice(0, -1).reduce(objectAt, object)[path.at(-1) ?? '']);
}

function kindOf(object: JsonObject): string {
  return `${groupOf(stringAt(object, 'apiVersion') ?? '')}/${stringAt(object, 'kind') ?? ''}`;
}
