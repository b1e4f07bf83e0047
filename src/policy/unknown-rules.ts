import { quote } from '../diagnostics/input-error';
import { didYouMean } from '../diagnostics/nearest-word';

/** Returns the problems with a list of rule ids: one for each id without a rule. */
export function unknownRules(field: string, ids: ReadonlyArray<string>, known: Iterable<string>): string[] {
  const all = new Set(known);
  return ids
    .filter((id) => !all.has(id))
    .map((id) => `${field} must contain ids of rules, got ${quote(id)}${didYouMean(id, all)}`);
}
