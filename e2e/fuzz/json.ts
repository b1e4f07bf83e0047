import type { Random } from './random';

/** Names that every JavaScript object has, so that a careless lookup finds them. */
export const INHERITED = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];

/** Returns the JSON text of a small value of any type, which can contain names that every object has. */
export function anyJson(random: Random, depth = 0): string {
  switch (random.below(depth > 3 ? 7 : 9)) {
    case 0:
      return 'null';
    case 1:
      return random.pick(['true', 'false']);
    case 2:
      return random.pick(['0', '-1', '1', '1.5', '1e3', '1e999', '4095', '9007199254740993', '-0']);
    case 3:
      return JSON.stringify(random.pick(INHERITED));
    case 4:
      return JSON.stringify(random.pick(['', ' ', 'a', '\u0000', '\u2028', '\ud800', '../../x', 'é']));
    case 5:
      return '[]';
    case 6:
      return '{}';
    case 7:
      return `[${random.list(3, () => anyJson(random, depth + 1)).join(',')}]`;
    default:
      return `{${random
        .list(3, () => `${JSON.stringify(random.pick([...INHERITED, 'a', 'b']))}:${anyJson(random, depth + 1)}`)
        .join(',')}}`;
  }
}

/** Returns JSON of an object. Some fields are missing, duplicate or of another type, and there can be an unknown field. */
export function objectJson(random: Random, fields: Readonly<Record<string, () => string>>, wrong = 0.05): string {
  const members = Object.entries(fields).flatMap(([key, value]) => {
    if (random.chance(0.3)) return [];
    const member = `${JSON.stringify(key)}:${random.chance(wrong) ? anyJson(random) : value()}`;
    return random.chance(wrong / 5) ? [member, member] : [member];
  });
  if (random.chance(wrong))
    members.push(`${JSON.stringify(random.pick([...INHERITED, 'unknown']))}:${anyJson(random)}`);
  return `{${members.join(',')}}`;
}

/** Returns JSON of a list. */
export function listJson(random: Random, greatest: number, item: () => string): string {
  return `[${random.list(greatest, item).join(',')}]`;
}
