/** A source of chance that gives the same values for the same seed (mulberry32). */
export class Random {
  private state: number;

  constructor(...seeds: number[]) {
    this.state = seeds.reduce((state, seed) => Math.imul(state ^ seed, 0x9e3779b1) ^ (state >>> 15), 0x85ebca6b);
  }

  /** A number from 0 up to, but without, 1. */
  public fraction(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from 0 up to, but without, the bound. */
  public below(bound: number): number {
    return Math.floor(this.fraction() * bound);
  }

  /** True with this probability. */
  public chance(probability: number): boolean {
    return this.fraction() < probability;
  }

  /** One of the items, which must not be none. */
  public pick<T>(items: ReadonlyArray<T>): T {
    return items[this.below(items.length)];
  }

  /** Values of a generator: any number up to the greatest. */
  public list<T>(greatest: number, item: () => T): T[] {
    return Array.from({ length: this.below(greatest + 1) }, item);
  }
}
