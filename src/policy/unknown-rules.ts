import { quote } from '../diagnostics/input-error';
import { didYouMean } from '../diagnostics/nearest-word';

/** Returns the problems with a list of rule ids, as sentences that start with the field: one for each id without a rule. */
export function unknownRules(ids: ReadonlyArray<string>, known: Iterable<string>): string[] {
  const all = new Set(known);
  return ids
    .filter((id) => !all.has(id))
    .map((id) => `must contain ids of rules, got ${quote(id)}${didYouMean(id, all)}`);
}
