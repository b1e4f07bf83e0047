import { holds, representatives } from './byte-set';
import type { Glob } from './glob';
import { automaton, samples } from './glob-automaton';
import type { Automaton } from './glob-automaton';
import { WorkBudget } from '../work-budget';

/** Steps for one comparison if the caller gives no budget. */
const MOST_STEPS = 1_000_000;

/**
 * True if the outer glob matches everything that the inner glob matches. Neither glob can contain variables.
 *
 * @returns undefined if the budget runs out before the answer is known
 */
export function covers(outer: Glob, inner: Glob, budget: WorkBudget = new WorkBudget(MOST_STEPS)): boolean | undefined {
  const machine = automaton(outer);
  // most globs do not cover each other, which one or two paths show
  for (const path of samples(inner)) {
    const matched = matches(machine, path, budget);
    if (matched !== true) return matched;
  }
  return includes(machine, automaton(inner), budget);
}

/** Adds a state, and the states that it leads to without reading a byte. Each state is added once while `at` stays the same. */
type Reach = (states: number[], state: number, at: number) => void;

function reaching({ moves }: Automaton): Reach {
  const reached = new Uint32Array(moves.length);
  const reach: Reach = (states, state, at) => {
    const open = [state];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (reached[next] === at) continue;
      reached[next] = at;
      states.push(next);
      for (const { to, bytes } of moves[next] ?? []) if (bytes === undefined) open.push(to);
    }
  };
  return reach;
}

/** Number of states that one step of the budget resets. */
const STATES_OF_A_STEP = 64;

function matches(machine: Automaton, path: Uint8Array, budget: WorkBudget): boolean | undefined {
  if (!budget.spend(2 + Math.ceil(machine.moves.length / STATES_OF_A_STEP))) return undefined;
  const reach = reaching(machine);
  let states: number[] = [];
  reach(states, 0, 1);
  for (let i = 0; i < path.length && states.length > 0; i += 1) {
    if (!budget.spend(states.length)) return undefined;
    states = after(machine, states, path[i] ?? 0, i + 2, reach);
  }
  return states.includes(machine.accept);
}

/** Returns the states in which the automaton can be after a byte. */
function after(machine: Automaton, from: ReadonlyArray<number>, byte: number, at: number, reach: Reach): number[] {
  const states: number[] = [];
  for (const state of from)
    for (const { to, bytes } of machine.moves[state] ?? [])
      if (bytes !== undefined && holds(bytes, byte)) reach(states, to, at);
  return states;
}

/** Steps for finding the representatives of one set of bytes, and for writing a set of states as a key. */
const STEPS_OF_A_SET = 30;
const STEPS_OF_A_KEY = 4;

/** Follows the automaton of the inner glob, together with the set of all states in which the automaton of the outer glob can then be. */
function includes(outer: Automaton, inner: Automaton, budget: WorkBudget): boolean | undefined {
  const alphabet = new Set([...outer.alphabet, ...inner.alphabet]);
  if (!budget.spend(STEPS_OF_A_SET * alphabet.size)) return undefined;
  const bytes = representatives(alphabet);
  const reach = reaching(outer);
  const seen = new Set<string>();
  const queue: [number, ReadonlyArray<number>][] = [];
  const visit = (x: number, ys: number[]): boolean => {
    if (!budget.spend(STEPS_OF_A_KEY * (1 + ys.length))) return false;
    ys.sort((a, b) => a - b);
    const key = `${x} ${ys.join(' ')}`;
    if (!seen.has(key)) queue.push([x, ys]);
    seen.add(key);
    return true;
  };
  const start: number[] = [];
  let at = 1;
  reach(start, 0, at);
  visit(0, start);
  for (const [x, ys] of queue) {
    if (x === inner.accept && !ys.includes(outer.accept)) return false;
    for (const move of inner.moves[x] ?? []) {
      if (move.bytes === undefined) {
        if (!visit(move.to, [...ys])) return undefined;
        continue;
      }
      for (const byte of bytes) {
        if (!holds(move.bytes, byte)) continue;
        at += 1;
        if (!budget.spend(1 + ys.length) || !visit(move.to, after(outer, ys, byte, at, reach))) return undefined;
      }
    }
  }
  return true;
}
