/** Random numbers that are the same for the same seed (mulberry32). */
export class Random {
  private state: number;

  constructor(...seeds: number[]) {
    this.state = seeds.reduce((state, seed) => Math.imul(state ^ seed, 0x9e3779b1) ^ (state >>> 15), 0x85ebca6b);
  }

  /** Returns a number from 0 to less than 1. */
  public fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** Returns a whole number from 0 to less than the bound. */
  public below(bound: number): number {
    return Math.floor(this.fraction() * bound);
  }

  /** Returns true with a probability. */
  public chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** Returns one of the items. There must be at least one. */
  public pick<T>(items: ReadonlyArray<T>): T {
    return items[this.below(items.length)]!;
  }

  /** Returns values of a generator: a random number of them, up to a maximum. */
  public list<T>(greatest: number, item: () => T): T[] {
    return Array.from({ length: this.below(greatest + 1) }, item);
  }
}
