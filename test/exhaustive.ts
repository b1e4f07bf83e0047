/** True if each test takes all of its values, as one check of `.ci/run` does. Otherwise, large sets are cut to a part. */
export const exhaustive = process.env['EXHAUSTIVE'] !== undefined;

/** Returns how many values a property test generates. */
export function runs(few: number, all: number): number {
  return exhaustive ? all : few;
}

/** Returns the given number of values, evenly spread with the first and the last of them, or all of them. */
export function some<T>(values: ReadonlyArray<T>, few: number): T[] {
  if (exhaustive || few >= values.length) return [...values];
  const step = few > 1 ? (values.length - 1) / (few - 1) : 0;
  return Array.from({ length: few }, (_, i) => values[Math.round(i * step)] as T);
}
