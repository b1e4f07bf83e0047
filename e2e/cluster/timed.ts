/** Says what begins, and how long it took. */
export function timed<T>(what: string, work: () => T): T {
  console.log(`${what} …`);
  const start = performance.now();
  const result = work();
  console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
  return result;
}
