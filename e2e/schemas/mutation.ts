import type { SchemaNode } from '../../src/kubernetes/schema/schema-node';

/** Source of random numbers that a seed repeats. */
export class Dice {
  constructor(private state: number) {}

  /** Returns a whole number from 0 up to, but without, a limit. */
  public below(limit: number): number {
    // mulberry32
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % limit;
  }

  public of<T>(list: ReadonlyArray<T>): T {
    return list[this.below(list.length)]!;
  }
}

/** Returns a random value that a schema accepts: all required fields, and some of the others. */
export function validValue(node: SchemaNode, dice: Dice, depth = 0): unknown {
  if (node.enum !== undefined) return dice.of(node.enum);
  switch (node.form) {
    case 'array':
      return depth > 6 ? [] : [validValue(node.items ?? { form: 'any' }, dice, depth + 1)];
    case 'object':
      return validObject(node, dice, depth);
    case 'boolean':
      return dice.below(2) === 0;
    case 'integer':
      return dice.below(1000);
    case 'number':
      return dice.below(1000) / 4;
    case 'bytes':
      return 'YQ==';
    case 'quantity':
      return dice.of(['1', '100m', '64Mi', 2]);
    case 'int-or-string':
      return dice.of([80, 'http']);
    case 'time':
      return '2030-01-31T12:00:00Z';
    case 'any':
      return dice.of([1, 'a', { a: 1 }]);
    case 'string':
      return dice.of(['a', 'b-c', 'x.y']);
  }
}

/** Fields whose value depends on the kind. */
const TYPE = ['apiVersion', 'kind'];

function validObject(node: SchemaNode, dice: Dice, depth: number): unknown {
  if (node.values !== undefined) return depth > 6 ? {} : { a: validValue(node.values, dice, depth + 1) };
  const entries = [...(node.fields ?? [])].filter(
    ([name]) => node.required?.includes(name) === true || (depth < 6 && !TYPE.includes(name) && dice.below(4) === 0),
  );
  return Object.fromEntries(entries.map(([name, field]) => [name, validValue(field, dice, depth + 1)]));
}

/** Kind of a change that can break an object. */
export const MUTATIONS = ['unknown', 'type', 'value', 'drop', 'null', 'none'] as const;
export type MutationKind = (typeof MUTATIONS)[number];

/** Place in an object. */
interface Place {
  readonly parent: Record<string, unknown> | unknown[];
  readonly key: string | number;
}

/** Returns a copy of an object without each one of its fields in turn, except for those that identify it. */
export function withoutEachField(
  object: object,
): { object: Record<string, unknown>; kind: MutationKind; path: string }[] {
  const places: { place: Place; path: string }[] = [];
  collect(object, '', places);
  return places
    .filter(({ place, path }) => !Array.isArray(place.parent) && !IDENTITY.includes(path))
    .map(({ path }) => {
      const copy = structuredClone(object) as Record<string, unknown>;
      const own: { place: Place; path: string }[] = [];
      collect(copy, '', own);
      const { place } = own.find((each) => each.path === path)!;
      delete (place.parent as Record<string, unknown>)[place.key];
      return { object: copy, kind: 'drop', path };
    });
}

const IDENTITY = ['/apiVersion', '/kind', '/metadata', '/metadata/name', '/metadata/namespace'];

/** Changes one random place of a copy of an object, and says how. */
export function mutated(
  object: object,
  dice: Dice,
): { object: Record<string, unknown>; kind: MutationKind; path: string } {
  const copy = structuredClone(object) as Record<string, unknown>;
  const places: { place: Place; path: string }[] = [];
  collect(copy, '', places);
  const own = places.filter(({ path }) => !IDENTITY.includes(path));
  if (own.length === 0) return { object: copy, kind: 'none', path: '' };
  const { place, path } = dice.of(own);
  const kind = dice.of(MUTATIONS);
  const parent = place.parent as Record<string | number, unknown>;
  const before = parent[place.key];
  if (kind === 'drop' && !Array.isArray(place.parent)) delete parent[place.key];
  else if (kind === 'null') parent[place.key] = null;
  else if (kind === 'type')
    parent[place.key] = dice.of([1, 'text', true, [], {}].filter((each) => typeOf(each) !== typeOf(before)));
  else if (kind === 'value' && Object.hasOwn(OTHER_VALUES, typeof before))
    parent[place.key] = dice.of(OTHER_VALUES[typeof before]!);
  else if (kind === 'unknown' && !Array.isArray(place.parent)) parent['notAField'] = 1;
  return { object: copy, kind, path };
}

/** Values by type that are allowed in some places, but not in all. */
const OTHER_VALUES: Readonly<Record<string, ReadonlyArray<unknown>>> = {
  string: ['Text', '', 'a b', '1', '-'],
  number: [0, -1, 1.5, 2 ** 31, -(2 ** 31) - 1, 2 ** 63],
};

function typeOf(value: unknown): string {
  return Array.isArray(value) ? 'list' : typeof value;
}

function collect(value: unknown, path: string, places: { place: Place; path: string }[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    const at = `${path}/${key}`;
    places.push({
      place: { parent: value as Record<string, unknown>, key: Array.isArray(value) ? Number(key) : key },
      path: at,
    });
    collect((value as Record<string, unknown>)[key], at, places);
  }
}
