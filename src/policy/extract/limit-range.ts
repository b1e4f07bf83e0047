import { isObject, objectAt, pointerStep, type JsonObject } from '../../kubernetes/manifest';
import type { ManifestSet } from '../subject/manifest-set';
import type { ObjectSubject } from '../subject/object-subject';
import { isNative } from './native-kind';
import { possibleNamespaces } from './possible-namespaces';

/** Bounds and defaults of a LimitRange for one type of object, by resource. */
export interface LimitRangeItem {
  /** LimitRange that sets them. */
  readonly range: ObjectSubject;
  /** JSON pointer within the LimitRange. */
  readonly path: string;
  readonly max: JsonObject;
  readonly min: JsonObject;
  /** Limits of a container that does not set its own. */
  readonly defaultLimits: JsonObject;
  /** Requests of a container that does not set its own. */
  readonly defaultRequests: JsonObject;
}

/** Type of object that a LimitRange bounds. */
export type LimitRangeType = 'Container' | 'PersistentVolumeClaim' | 'Pod';

const READ = new WeakMap<ManifestSet, Map<string, LimitRangeItem[]>>();

/** Returns the bounds and defaults that LimitRanges among the manifests set in the namespace of an object. */
export function limitRangesFor(object: ObjectSubject, type: LimitRangeType): ReadonlyArray<LimitRangeItem> {
  const { manifests, namespace } = object;
  const read = READ.get(manifests) ?? new Map<string, LimitRangeItem[]>();
  READ.set(manifests, read);
  const key = `${type}/${namespace ?? ''}`;
  const before = read.get(key);
  if (before !== undefined) return before;
  const items = possibleNamespaces(namespace)
    .flatMap((each) => manifests.ofKindIn('LimitRange', each))
    .filter((range) => isNative(range, 'LimitRange'))
    .flatMap((range) => itemsOf(range, type));
  read.set(key, items);
  return items;
}

function itemsOf(range: ObjectSubject, type: LimitRangeType): LimitRangeItem[] {
  return range.listAt('spec', 'limits').flatMap((limit, i) => {
    if (!isObject(limit) || limit['type'] !== type) return [];
    const [max, min] = [set(objectAt(limit, 'max')), set(objectAt(limit, 'min'))];
    const bounds = { range, path: `/spec/limits${pointerStep(i)}`, max, min };
    if (type !== 'Container') return [{ ...bounds, defaultLimits: {}, defaultRequests: {} }];
    // the API server fills in the defaults of a LimitRange in this order
    const defaultLimits = { ...max, ...set(objectAt(limit, 'default')) };
    const defaultRequests = { ...min, ...defaultLimits, ...set(objectAt(limit, 'defaultRequest')) };
    return [{ ...bounds, defaultLimits, defaultRequests }];
  });
}

function set(resources: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(resources).filter(([, amount]) => amount !== null));
}
