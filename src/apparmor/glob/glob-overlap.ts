import { meets } from './byte-set';
import type { Glob } from './glob';
import { automaton } from './glob-automaton';
import type { Automaton } from './glob-automaton';
import type { WorkBudget } from '../work-budget';

/**
 * True if a text exists that both globs match. Neither glob can contain variables.
 *
 * @returns undefined if the budget runs out before the answer is known
 */
export function overlap(a: Glob, b: Glob): boolean;
export function overlap(a: Glob, b: Glob, budget: WorkBudget): boolean | undefined;
export function overlap(a: Glob, b: Glob, budget?: WorkBudget): boolean | undefined {
  return intersects(automaton(a), automaton(b), budget);
}

/** True if the parser treats the glob as an exact name: alternations are exact, and wildcards and character classes are not. */
export function isExact(glob: Glob): boolean {
  return glob.every((piece) => piece.kind === 'text' || (piece.kind === 'choice' && piece.options.every(isExact)));
}

function intersects(a: Automaton, b: Automaton, budget: WorkBudget | undefined): boolean | undefined {
  const width = b.moves.length;
  const seen = new Set<number>([0]);
  const visit = (x: number, y: number): void => void seen.add(x * width + y);
  // the loop also visits pairs that are added to the set
  for (const pair of seen) {
    const [x, y] = [Math.floor(pair / width), pair % width];
    if (x === a.accept && y === b.accept) return true;
    const [xs, ys] = [a.moves[x] ?? [], b.moves[y] ?? []];
    if (budget?.spend(1 + xs.length * ys.length) === false) return undefined;
    for (const p of xs) {
      if (p.bytes === undefined) visit(p.to, y);
      else for (const q of ys) if (q.bytes !== undefined && meets(p.bytes, q.bytes)) visit(p.to, q.to);
    }
    for (const q of ys) if (q.bytes === undefined) visit(x, q.to);
  }
  return false;
}
