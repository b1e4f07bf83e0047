/** A set of bytes: one bit for each byte, in eight words of 32 bits. */
export type ByteSet = Uint32Array;

const WORDS = 8;

/** Returns the set of the given bytes. */
export function bytesOf(bytes: Iterable<number>): ByteSet {
  const set = new Uint32Array(WORDS);
  for (const byte of bytes) set[byte >> 5] = (set[byte >> 5] ?? 0) | (1 << (byte & 31));
  return set;
}

/** Returns the bytes of the first set that are not in the second set. */
export function without(a: ByteSet, b: ByteSet): ByteSet {
  return a.map((word, i) => word & ~(b[i] ?? 0));
}

/** True if the sets have a byte in common. */
export function meets(a: ByteSet, b: ByteSet): boolean {
  for (let i = 0; i < WORDS; i += 1) if (((a[i] ?? 0) & (b[i] ?? 0)) !== 0) return true;
  return false;
}

/** True if a byte is in the set. */
export function holds(set: ByteSet, byte: number): boolean {
  return ((set[byte >> 5] ?? 0) & (1 << (byte & 31))) !== 0;
}

/** Returns the lowest byte of the set; undefined if the set is empty. */
export function lowest(set: ByteSet): number | undefined {
  for (let i = 0; i < WORDS; i += 1) {
    const word = set[i] ?? 0;
    if (word !== 0) return i * 32 + 31 - Math.clz32(word & -word);
  }
  return undefined;
}

/** All bytes except NUL, which no path contains. */
export const ALL: ByteSet = bytesOf(Array.from({ length: 255 }, (_, i) => i + 1));

/** All bytes that the name of a file can contain. */
export const NOT_SLASH: ByteSet = without(ALL, bytesOf(['/'.charCodeAt(0)]));

const SINGLES: ReadonlyArray<ByteSet> = Array.from({ length: 256 }, (_, byte) => bytesOf([byte]));

/** Returns the set of one byte. */
export function single(byte: number): ByteSet {
  return SINGLES[byte] ?? bytesOf([byte]);
}

/** True if `single` created the set. */
export function isSingle(set: ByteSet): boolean {
  return set === SINGLES[lowest(set) ?? 0];
}

const BYTES = 256;

/** Returns one byte for each group of bytes that are in the same sets. */
export function representatives(sets: Iterable<ByteSet>): number[] {
  const found: number[] = [];
  const wide: ByteSet[] = [];
  const taken = new Uint8Array(BYTES);
  for (const set of sets) {
    const byte = isSingle(set) ? lowest(set) : undefined;
    if (byte === undefined) wide.push(set);
    else if (taken[byte] === 0) {
      taken[byte] = 1;
      found.push(byte);
    }
  }
  const seen = new Set<string>();
  for (let byte = 1; byte < BYTES; byte += 1) {
    if (taken[byte] === 1) continue;
    const key = wide.map((set) => (holds(set, byte) ? '1' : '0')).join('');
    if (seen.has(key)) continue;
    seen.add(key);
    found.push(byte);
  }
  return found;
}
