import { meets } from './byte-set';
import type { Glob } from './glob';
import { automaton } from './glob-automaton';
import type { Automaton } from './glob-automaton';
import type { WorkBudget } from '../work-budget';

/**
 * True if a text exists that both globs match; both must be free of variables.
 *
 * @returns undefined if the budget does not last for an answer
 */
export function overlap(a: Glob, b: Glob): boolean;
export function overlap(a: Glob, b: Glob, budget: WorkBudget): boolean | undefined;
export function overlap(a: Glob, b: Glob, budget?: WorkBudget): boolean | undefined {
  return intersects(automaton(a), automaton(b), budget);
}

/** True if the parser takes the glob for an exact name: choices are exact, whatever stands for a character is not. */
export function isExact(glob: Glob): boolean {
  return glob.every((piece) => piece.kind === 'text' || (piece.kind === 'choice' && piece.options.every(isExact)));
}

function intersects(a: Automaton, b: Automaton, budget: WorkBudget | undefined): boolean | undefined {
  const width = b.moves.length;
  const seen = new Set<number>([0]);
  const visit = (x: number, y: number): void => void seen.add(x * width + y);
  // a set goes on with what is added to it
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
