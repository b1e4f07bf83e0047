/** Pseudo-random numbers that are the same for the same seed. */
export class Random {
  private state: number;

  constructor(seed: number, index: number) {
    this.state = (Math.imul(seed, 0x9e3779b1) ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0;
    // without this, consecutive seeds would start with similar numbers
    for (let i = 0; i < 3; i += 1) this.next();
  }

  /** Returns a number from 0 to less than 1. */
  public next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  public below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  public chance(probability: number): boolean {
    return this.next() < probability;
  }

  public pick<T>(from: ReadonlyArray<T>): T {
    const picked = from[this.below(from.length)];
    if (picked === undefined) throw new Error('the list must not be empty');
    return picked;
  }
}
