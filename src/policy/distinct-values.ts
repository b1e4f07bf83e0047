import { findingValue } from '../kubernetes/finding-value';
import type { Found } from './found';

/**
 * Makes the values of an object's findings distinct: of two findings of a rule with the same value in one container, or outside
 * of containers in one pod, the second one gets its path, so that no acknowledgement of the first one accepts it.
 */
export function makeDistinct(found: ReadonlyArray<Found>): void {
  if (found.length < 2) return;
  const paths = new Map<string, string>();
  for (const each of found) {
    const { rule, pod, container, value, path } = each;
    const key = JSON.stringify([rule.id, pod?.pointerOf(''), container, value]);
    const before = paths.get(key);
    if (before === undefined) paths.set(key, path);
    else if (before !== path) each.value = findingValue(`${value === undefined ? '' : `${value} `}at ${path}`);
  }
}
