import { ALL, bytesOf, lowest, NOT_SLASH, single, without } from './byte-set';
import type { ByteSet } from './byte-set';
import type { Glob, Piece } from './glob';

/** Automaton that accepts the paths that a glob matches. It starts in state 0. */
export interface Automaton {
  /** Moves from each state. */
  readonly moves: ReadonlyArray<ReadonlyArray<Move>>;
  readonly accept: number;
  /** Distinct sets of bytes in the moves. */
  readonly alphabet: ReadonlySet<ByteSet>;
}

/** A move of an automaton. It reads one byte of the set; without a set, it reads nothing. */
export interface Move {
  readonly to: number;
  readonly bytes?: ByteSet;
}

const built = new WeakMap<Glob, Automaton>();

/** Returns the automaton of a glob without variables, which is built once for each glob. */
export function automaton(glob: Glob): Automaton {
  const known = built.get(glob);
  if (known !== undefined) return known;
  const machine = build(glob);
  built.set(glob, machine);
  return machine;
}

function build(glob: Glob): Automaton {
  const moves: Move[][] = [[]];
  const alphabet = new Set<ByteSet>();
  const state = (): number => moves.push([]) - 1;
  const link = (from: number, move: Move): void => {
    moves[from]?.push(move);
    if (move.bytes !== undefined) alphabet.add(move.bytes);
  };

  const step = (from: number, bytes: ByteSet): number => {
    const to = state();
    link(from, { to, bytes });
    return to;
  };
  const many = (from: number, bytes: ByteSet): number => {
    const to = state();
    link(from, { to });
    link(to, { to, bytes });
    return to;
  };
  const walk = (from: number, pieces: Glob, nested: boolean): number =>
    pieces.reduce((at, piece, i) => append(fillsStep(pieces, i, nested) ? step(at, NOT_SLASH) : at, piece), from);
  const append = (from: number, piece: Piece): number => {
    if (piece.kind === 'text') return Buffer.from(piece.text).reduce((at, byte) => step(at, single(byte)), from);
    if (piece.kind === 'any') return step(from, NOT_SLASH);
    if (piece.kind === 'star') return many(from, NOT_SLASH);
    if (piece.kind === 'class') return step(from, classBytes(piece.body, piece.negated));
    if (piece.kind !== 'choice') return many(from, ALL);
    const end = state();
    for (const option of piece.options) link(walk(from, option, true), { to: end });
    return end;
  };

  const accept = walk(0, glob, false);
  return { moves, accept, alphabet };
}

/** True if a star is a whole component of a path, as in "/a/*\/b" or at the end of "/a/**". Such a star matches at least one character. */
function fillsStep(pieces: Glob, i: number, nested: boolean): boolean {
  const before = pieces[i - 1];
  if (!isStar(pieces[i]) || !(before?.kind === 'text' && before.text.endsWith('/'))) return false;
  let next = i + 1;
  while (isStar(pieces[next])) next += 1;
  const after = pieces[next];
  return after === undefined ? !nested : after.kind === 'text' && after.text.startsWith('/');
}

function isStar(piece: Piece | undefined): boolean {
  return piece?.kind === 'star' || piece?.kind === 'globstar';
}

function classBytes(body: string, negated: boolean): ByteSet {
  const bytes: number[] = [];
  for (const [, from, to, only] of body.matchAll(/([A-Za-z0-9])-([A-Za-z0-9])|([^])/g)) {
    if (only !== undefined) bytes.push(...Buffer.from(only));
    else for (let c = (from ?? '').charCodeAt(0); c <= (to ?? '').charCodeAt(0); c += 1) bytes.push(c);
  }
  return negated ? without(ALL, bytesOf(bytes)) : bytesOf(bytes);
}

/** A byte that no glob contains literally, used if a set contains it: only wildcards match it. */
const UNNAMED = 1;

/**
 * Returns two paths that the glob matches, as bytes: stars match nothing in the first path, and an unusual byte in the
 * second one. A glob that covers this glob matches both paths.
 */
export function samples(glob: Glob): ReadonlyArray<Uint8Array> {
  const known = sampled.get(glob);
  if (known !== undefined) return known;
  const paths = [false, true].map((filled) => Uint8Array.from(sample(glob, filled, false)));
  sampled.set(glob, paths);
  return paths;
}

const sampled = new WeakMap<Glob, ReadonlyArray<Uint8Array>>();

function sample(pieces: Glob, filled: boolean, nested: boolean): number[] {
  return pieces.flatMap((piece, i): number[] => {
    const fill = fillsStep(pieces, i, nested) || (filled && isStar(piece)) ? [UNNAMED] : [];
    if (piece.kind === 'text') return [...Buffer.from(piece.text)];
    if (piece.kind === 'any') return [UNNAMED];
    if (piece.kind === 'class') return [lowest(classBytes(piece.body, piece.negated)) ?? UNNAMED];
    if (piece.kind === 'choice') return sample(piece.options.at(filled ? -1 : 0) ?? [], filled, true);
    return fill;
  });
}
