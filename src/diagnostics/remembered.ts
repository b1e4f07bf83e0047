/** Largest number of results that are remembered. */
const MOST = 2_000;

/** Longest text whose result is remembered, so that texts of any length do not fill the memory. */
const LONGEST = 500;

/** Returns a function that remembers its results, for texts that repeat in many manifests. The results must not be changed. */
export function remembered<T extends object>(compute: (text: string) => T): (text: string) => T {
  const results = new Map<string, T>();
  return (text) => {
    if (text.length > LONGEST) return compute(text);
    const before = results.get(text);
    if (before !== undefined) return before;
    const result = compute(text);
    if (results.size >= MOST) results.clear();
    results.set(text, result);
    return result;
  };
}
