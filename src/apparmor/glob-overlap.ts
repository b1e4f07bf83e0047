import type { Glob, Piece } from './glob';

/** True if a text exists that both globs match; both must be free of variables. */
export function overlap(a: Glob, b: Glob): boolean {
  return intersects(automaton(a), automaton(b));
}

/** True if the parser takes the glob for an exact name: choices are exact, whatever stands for a character is not. */
export function isExact(glob: Glob): boolean {
  return glob.every((piece) => piece.kind === 'text' || (piece.kind === 'choice' && piece.options.every(isExact)));
}

/** A set of bytes, one bit each. */
export type Bytes = bigint;

/** What reads the paths that a glob matches; it begins in state 0. */
export interface Automaton {
  /** Moves of each state: over a byte of the set, or for nothing when there is no set. */
  readonly moves: ReadonlyArray<ReadonlyArray<Move>>;
  readonly accept: number;
}

/** A step of an automaton. */
export interface Move {
  readonly to: number;
  readonly bytes?: Bytes;
}

const ALL = (1n << 256n) - 2n; // every byte but NUL, which no path holds
const NOT_SLASH = ALL & ~one('/'.charCodeAt(0));

function one(byte: number): Bytes {
  return 1n << BigInt(byte);
}

/** The automaton of a glob without variables. */
export function automaton(glob: Glob): Automaton {
  const moves: Move[][] = [[]];
  const state = (): number => moves.push([]) - 1;
  const link = (from: number, move: Move): void => void moves[from]?.push(move);

  const step = (from: number, bytes: Bytes): number => {
    const to = state();
    link(from, { to, bytes });
    return to;
  };
  const many = (from: number, bytes: Bytes): number => {
    const to = state();
    link(from, { to });
    link(to, { to, bytes });
    return to;
  };
  const walk = (from: number, pieces: Glob, nested: boolean): number =>
    pieces.reduce((at, piece, i) => append(fillsStep(pieces, i, nested) ? step(at, NOT_SLASH) : at, piece), from);
  const append = (from: number, piece: Piece): number => {
    if (piece.kind === 'text') return [...Buffer.from(piece.text)].reduce((at, byte) => step(at, one(byte)), from);
    if (piece.kind === 'any') return step(from, NOT_SLASH);
    if (piece.kind === 'star') return many(from, NOT_SLASH);
    if (piece.kind === 'class') return step(from, classBytes(piece.body, piece.negated));
    if (piece.kind !== 'choice') return many(from, ALL);
    const end = state();
    for (const option of piece.options) link(walk(from, option, true), { to: end });
    return end;
  };

  const accept = walk(0, glob, false);
  return { moves, accept };
}

// stars that fill a step of a path, as in "/a/*/b" or at the end of "/a/**", match one character at least
function fillsStep(pieces: Glob, i: number, nested: boolean): boolean {
  const before = pieces[i - 1];
  if (!isStar(pieces[i]) || !(before?.kind === 'text' && before.text.endsWith('/'))) return false;
  const after = pieces.slice(i).find((piece) => !isStar(piece));
  return after === undefined ? !nested : after.kind === 'text' && after.text.startsWith('/');
}

function isStar(piece: Piece | undefined): boolean {
  return piece?.kind === 'star' || piece?.kind === 'globstar';
}

function classBytes(body: string, negated: boolean): Bytes {
  let bytes: Bytes = 0n;
  for (const [, from, to, single] of body.matchAll(/([A-Za-z0-9])-([A-Za-z0-9])|([^])/g)) {
    if (single !== undefined) bytes |= one(single.charCodeAt(0));
    else for (let c = (from ?? '').charCodeAt(0); c <= (to ?? '').charCodeAt(0); c += 1) bytes |= one(c);
  }
  return negated ? ALL & ~bytes : bytes;
}

function intersects(a: Automaton, b: Automaton): boolean {
  const width = b.moves.length;
  const seen = new Set<number>([0]);
  const queue: [number, number][] = [[0, 0]];
  const visit = (x: number, y: number): void => {
    const key = x * width + y;
    if (seen.has(key)) return;
    seen.add(key);
    queue.push([x, y]);
  };
  for (const [x, y] of queue) {
    if (x === a.accept && y === b.accept) return true;
    for (const p of a.moves[x] ?? []) {
      if (p.bytes === undefined) visit(p.to, y);
      for (const q of b.moves[y] ?? []) {
        if (p.bytes !== undefined && q.bytes !== undefined && (p.bytes & q.bytes) !== 0n) visit(p.to, q.to);
      }
    }
    for (const q of b.moves[y] ?? []) if (q.bytes === undefined) visit(x, q.to);
  }
  return false;
}
