import { findingValue } from '../kubernetes/finding-value';
import type { Found } from './found';

/**
 * Makes the values of an object's findings distinct: of several findings of a rule with the same value in one container, or
 * outside of containers in one pod, all but the first get their path and number, so that no acknowledgement of the first one
 * accepts them.
 */
export function makeDistinct(found: ReadonlyArray<Found>): void {
  // the findings of a rule follow one another
  if (!found.some(({ rule }, i) => i > 0 && rule === found[i - 1]?.rule)) return;
  const seen = new Map<string, { readonly first: Found; count: number }>();
  for (const each of found) {
    const { rule, pod, container, value, path } = each;
    const key = JSON.stringify([rule.id, pod?.pointerOf(''), container, value]);
    const before = seen.get(key);
    if (before === undefined) {
      seen.set(key, { first: each, count: 1 });
      continue;
    }
    const { first } = before;
    if (first.path === path && first.violation.message === each.violation.message) continue;
    before.count += 1;
    const place = first.path === path ? `(${before.count})` : `at ${path} (${before.count})`;
    each.value = findingValue(value === undefined ? place : `${value} ${place}`);
  }
}
