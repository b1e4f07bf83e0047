import { common, holds, lowest, meets, without } from './byte-set';
import type { ByteSet } from './byte-set';
import type { Glob } from './glob';
import { automaton, samples } from './glob-automaton';
import type { Automaton } from './glob-automaton';
import { WorkBudget } from './work-budget';

/** Steps for one question where nobody gives a budget. */
const MOST_STEPS = 1_000_000;

/**
 * True if the outer glob matches whatever the inner one matches; both must be free of variables.
 *
 * @returns undefined if the budget does not last for an answer
 */
export function covers(outer: Glob, inner: Glob, budget: WorkBudget = new WorkBudget(MOST_STEPS)): boolean | undefined {
  const judge = automaton(outer);
  // most globs do not cover each other, and a path or two show it
  for (const path of samples(inner)) {
    const matched = matches(judge, path, budget);
    if (matched !== true) return matched;
  }
  return includes(judge, automaton(inner), budget);
}

/** States in which an automaton may be, in order. */
type States = ReadonlyArray<number>;

function matches({ moves, accept }: Automaton, path: Uint8Array, budget: WorkBudget): boolean | undefined {
  // the last position of the path, from 1, at which each state was reached
  const reached = new Uint32Array(moves.length);
  const reach = (states: number[], state: number, at: number): void => {
    if (reached[state] === at) return;
    reached[state] = at;
    states.push(state);
    for (const { to, bytes } of moves[state] ?? []) if (bytes === undefined) reach(states, to, at);
  };
  let states: number[] = [];
  reach(states, 0, 1);
  for (let i = 0; i < path.length && states.length > 0; i += 1) {
    if (!budget.spend(states.length)) return undefined;
    const next: number[] = [];
    for (const state of states)
      for (const { to, bytes } of moves[state] ?? [])
        if (bytes !== undefined && holds(bytes, path[i] ?? 0)) reach(next, to, i + 2);
    states = next;
  }
  return states.includes(accept);
}

/** Follows the reader's automaton, and beside it the set of all states in which the judge's may then be. */
function includes(judge: Automaton, reader: Automaton, budget: WorkBudget): boolean | undefined {
  const seen = new Set<string>();
  const queue: [number, States][] = [];
  const visit = (x: number, ys: States): void => {
    const key = `${x} ${ys.join(' ')}`;
    if (seen.has(key)) return;
    seen.add(key);
    queue.push([x, ys]);
  };
  visit(0, closure(judge, [0]));
  for (const [x, ys] of queue) {
    if (x === reader.accept && !ys.includes(judge.accept)) return false;
    for (const { to, bytes } of reader.moves[x] ?? []) {
      if (bytes === undefined) {
        if (!budget.spend(1 + ys.length)) return undefined;
        visit(to, ys);
        continue;
      }
      const successors = successorsOf(judge, ys, bytes, budget);
      if (successors === undefined) return undefined;
      for (const next of successors) visit(to, next);
    }
  }
  return true;
}

/** A set of states costs more than a state. */
const STEPS_OF_A_SET = 8;

interface Part {
  readonly bytes: ByteSet;
  readonly to: ReadonlyArray<number>;
}

/** Each set of states to which one of the bytes leads. A set without states stands for a byte that leads nowhere. */
function successorsOf(judge: Automaton, from: States, bytes: ByteSet, budget: WorkBudget): States[] | undefined {
  let parts: Part[] = [{ bytes, to: [] }];
  for (const state of from) {
    for (const { bytes: taken, to } of judge.moves[state] ?? []) {
      if (!budget.spend(STEPS_OF_A_SET * parts.length)) return undefined;
      if (taken !== undefined && meets(taken, bytes)) parts = parts.flatMap((part) => split(part, taken, to));
    }
  }
  const successors = parts.map(({ to }) => closure(judge, to));
  const size = successors.reduce((sum, states) => sum + states.length, 0);
  return budget.spend(STEPS_OF_A_SET * (1 + size)) ? successors : undefined;
}

/** The part of the bytes over which the move leads on, and the rest. */
function split(part: Part, taken: ByteSet, to: number): Part[] {
  const inside = { bytes: common(part.bytes, taken), to: [...part.to, to] };
  const outside = { bytes: without(part.bytes, taken), to: part.to };
  return [inside, outside].filter(({ bytes }) => lowest(bytes) !== undefined);
}

function closure(machine: Automaton, states: Iterable<number>): States {
  const reached = new Set(states);
  for (const state of reached)
    for (const { to, bytes } of machine.moves[state] ?? []) if (bytes === undefined) reached.add(to);
  return [...reached].sort((a, b) => a - b);
}
