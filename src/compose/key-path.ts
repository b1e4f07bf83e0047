/** Step of a path that needs no quotes. */
const PLAIN = /^[A-Za-z_][A-Za-z0-9_-]*$/;

const STEP = /([^.[\]]+)|\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]/g;

/** Returns the path of a value in its service, such as `ports[0]`, `environment.TZ` or `labels["com.acme.role"]`. */
export function keyPath(...steps: ReadonlyArray<string | number>): string {
  return steps
    .map((step, i) => {
      if (typeof step === 'number') return `[${step}]`;
      if (!PLAIN.test(step)) return `[${JSON.stringify(step)}]`;
      return i === 0 ? step : `.${step}`;
    })
    .join('');
}

/** Returns the steps of a path that {@link keyPath} wrote. */
export function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(STEP)].map(([, plain, index, quoted]) => {
    if (plain !== undefined) return plain;
    return index === undefined ? (JSON.parse(`"${quoted ?? ''}"`) as string) : Number(index);
  });
}

/** Returns the paths of all values without parts: texts, numbers, booleans, null, and empty lists and objects. */
export function leavesOf(value: unknown, path: ReadonlyArray<string | number> = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  const parts: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item, i) => [i, item])
    : Object.entries(value);
  const present = parts.filter(([, part]) => part !== undefined);
  return present.length === 0 ? [[...path]] : present.flatMap(([step, part]) => leavesOf(part, [...path, step]));
}

/** Returns the value at a path. Undefined if there is none. */
export function valueAt(value: unknown, steps: ReadonlyArray<string | number>): unknown {
  let found = value;
  for (const step of steps) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}
