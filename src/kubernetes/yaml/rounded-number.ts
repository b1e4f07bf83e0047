/** Returns the first whole number in a value that is too large to be exact. */
export function roundedIn(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && !Number.isSafeInteger(value) ? value : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const each of Object.values(value)) {
    const found = roundedIn(each);
    if (found !== undefined) return found;
  }
  return undefined;
}
