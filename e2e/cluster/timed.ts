/** Runs a step, and prints its name and its duration. */
export function timed<T>(what: string, work: () => T): T {
  console.log(`${what} …`);
  const start = performance.now();
  const result = work();
  console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}
