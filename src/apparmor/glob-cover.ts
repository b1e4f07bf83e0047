import type { Glob } from './glob';
import { automaton } from './glob-overlap';
import type { Automaton, Bytes } from './glob-overlap';

/** Pairs of states after which the question is given up; no glob that somebody wrote needs a hundredth of it. */
const MOST_PAIRS = 5_000;

/** True if the outer glob matches whatever the inner one matches; both must be free of variables. False where it is too hard to tell. */
export function covers(outer: Glob, inner: Glob): boolean {
  const reader = automaton(inner);
  const judge = automaton(outer);
  const start = closure(judge, [0]);
  const seen = new Set<string>();
  const queue: [number, States][] = [];
  const visit = (x: number, ys: States): void => {
    const key = `${x} ${ys.join(' ')}`;
    if (seen.has(key)) return;
    seen.add(key);
    queue.push([x, ys]);
  };
  visit(0, start);
  for (const [x, ys] of queue) {
    if (seen.size > MOST_PAIRS) return false;
    if (x === reader.accept && !ys.includes(judge.accept)) return false;
    for (const { to, bytes } of reader.moves[x] ?? []) {
      if (bytes === undefined) visit(to, ys);
      else for (const next of successors(judge, ys, bytes)) visit(to, next);
    }
  }
  return true;
}

/** States in which an automaton may be, in order. */
type States = ReadonlyArray<number>;

/** Each set of states in which one of the bytes leads; none of them stands for a byte that leads nowhere. */
function successors(judge: Automaton, from: States, bytes: Bytes): States[] {
  const moves = from.flatMap((state) => judge.moves[state] ?? []);
  let parts: { readonly bytes: Bytes; readonly to: ReadonlyArray<number> }[] = [{ bytes, to: [] }];
  for (const { bytes: taken, to } of moves) {
    if (taken === undefined) continue;
    parts = parts.flatMap((part) => [
      { bytes: part.bytes & taken, to: [...part.to, to] },
      { bytes: part.bytes & ~taken, to: part.to },
    ]);
    parts = parts.filter((part) => part.bytes !== 0n);
  }
  return parts.map(({ to }) => closure(judge, to));
}

function closure(machine: Automaton, states: ReadonlyArray<number>): States {
  const reached = new Set(states);
  for (const state of reached)
    for (const { to, bytes } of machine.moves[state] ?? []) if (bytes === undefined) reached.add(to);
  return [...reached].sort((a, b) => a - b);
}
