import { isObject, objectAt, type JsonObject } from '../../kubernetes/manifest';
import { compareQuantities } from '../../kubernetes/quantity';
import type { ManifestSet } from '../subject/manifest-set';
import type { ObjectSubject } from '../subject/object-subject';
import { isNative } from './native-kind';
import { possibleNamespaces } from './possible-namespaces';

/** Bound of a resource. */
export interface Bound {
  readonly amount: unknown;
  /** Name of the LimitRange that sets it. */
  readonly range: string;
}

/** Bounds and defaults that the LimitRanges of a namespace set together for one type of object, by resource. */
export interface LimitRanges {
  readonly max: ReadonlyMap<string, Bound>;
  readonly min: ReadonlyMap<string, Bound>;
  /** Most times that a limit can be its request. */
  readonly ratio: ReadonlyMap<string, Bound>;
  /** Limits of a container that does not set its own. */
  readonly defaultLimits: JsonObject;
  /** Requests of a container that does not set its own. */
  readonly defaultRequests: JsonObject;
}

/** Type of object that a LimitRange bounds. */
export type LimitRangeType = 'Container' | 'PersistentVolumeClaim' | 'Pod';

const READ = new WeakMap<ManifestSet, Map<string, LimitRanges>>();

/** Returns true if there are LimitRanges among some manifests. */
export function hasLimitRanges(manifests: ManifestSet): boolean {
  return manifests.ofKind('LimitRange').length > 0;
}

/** Returns what LimitRanges among the manifests set in the namespace of an object. It is computed once for the namespace. */
export function limitRangesFor(object: ObjectSubject, type: LimitRangeType): LimitRanges {
  const { manifests, namespace } = object;
  const read = READ.get(manifests) ?? new Map<string, LimitRanges>();
  READ.set(manifests, read);
  const key = `${type}/${namespace ?? ''}`;
  const before = read.get(key);
  if (before !== undefined) return before;
  const ranges = possibleNamespaces(namespace)
    .flatMap((each) => manifests.ofKindIn('LimitRange', each))
    .filter((range) => isNative(range, 'LimitRange'));
  const together = joined(ranges, type);
  read.set(key, together);
  return together;
}

function joined(ranges: ReadonlyArray<ObjectSubject>, type: LimitRangeType): LimitRanges {
  const [max, min, ratio] = [new Map<string, Bound>(), new Map<string, Bound>(), new Map<string, Bound>()];
  const [limits, requests] = [new Map<string, unknown>(), new Map<string, unknown>()];
  for (const range of ranges) {
    for (const item of range.listAt('spec', 'limits')) {
      if (!isObject(item) || item['type'] !== type) continue;
      const [most, least] = [amountsAt(item, 'max'), amountsAt(item, 'min')];
      for (const [resource, amount] of most) tighten(max, resource, { amount, range: range.name }, -1);
      for (const [resource, amount] of least) tighten(min, resource, { amount, range: range.name }, 1);
      for (const [resource, amount] of amountsAt(item, 'maxLimitRequestRatio'))
        tighten(ratio, resource, { amount, range: range.name }, -1);
      if (type !== 'Container') continue;
      // the API server fills in the defaults of a LimitRange in this order
      const defaults = new Map([...most, ...amountsAt(item, 'default')]);
      addUnset(limits, defaults);
      addUnset(requests, new Map([...least, ...defaults, ...amountsAt(item, 'defaultRequest')]));
    }
  }
  return { max, min, ratio, defaultLimits: Object.fromEntries(limits), defaultRequests: Object.fromEntries(requests) };
}

function amountsAt(item: JsonObject, key: string): [string, unknown][] {
  return Object.entries(objectAt(item, key)).filter(([, amount]) => amount !== null);
}

/** Sets a bound, unless there is a tighter one. */
function tighten(bounds: Map<string, Bound>, resource: string, bound: Bound, tighter: -1 | 1): void {
  const before = bounds.get(resource);
  if (before === undefined || compareQuantities(bound.amount, before.amount) === tighter) bounds.set(resource, bound);
}

function addUnset(all: Map<string, unknown>, more: ReadonlyMap<string, unknown>): void {
  for (const [resource, amount] of more) if (!all.has(resource)) all.set(resource, amount);
}
