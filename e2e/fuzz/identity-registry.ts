import { IdentityRegistry } from '../../src/gateway/identity-registry';
import { INHERITED, objectJson } from './json';
import { mutate } from './mutate';
import type { Random } from './random';
import type { FuzzReader } from './reader';
import { refusable } from './refusable';

const APPS = ['signer', 'logger', ...INHERITED, 'Not-A-Label', ''];
const GATEWAYS = ['gateway-7', 'a.b', ...INHERITED, '..'];

interface Entry {
  readonly uid: number;
  readonly app: string;
  readonly gateway?: string;
}

/** Returns entries that are mostly valid, with consecutive numbers. */
function entries(random: Random, first: number): Entry[] {
  let uid = first;
  return random.list(4, () => {
    const app = random.chance(0.02) ? random.pick(APPS) : `app-${uid}`;
    const entry = { uid, app, ...(random.chance(0.5) && { gateway: random.pick(GATEWAYS.slice(0, 3)) }) };
    uid += random.chance(0.98) ? 1 : random.below(3);
    return entry;
  });
}

function registry(random: Random): string {
  const given = entries(random, 10_000);
  const gone = entries(random, (given.at(-1)?.uid ?? 9_999) + 1).map((each) => ({
    ...each,
    date: random.chance(0.95) ? '2027-03-31' : '2027-02-30',
    command: `parsec-tool delete-client --client ${each.uid}`,
  }));
  const last = (gone.at(-1) ?? given.at(-1))?.uid ?? 9_999;
  const next = random.chance(0.9) ? last + 1 : random.pick([0, 59_999, 65_533, 2 ** 31 - 1, 2 ** 32]);
  const file = { version: 1, range: { first: 10_000, last: 59_999 }, next, identities: given, retired: gone };
  const text = JSON.stringify(file, null, random.below(3));
  if (random.chance(0.4)) return text;
  if (random.chance(0.5)) return mutate(text, random, Object.keys(file));
  const wrong = random.pick([0.02, 0.1]);
  const list = (items: ReadonlyArray<object>): string =>
    `[${items.map((item) => objectJson(random, fieldsOf(item), wrong)).join(',')}]`;
  const fields = { ...fieldsOf(file), identities: () => list(given), retired: () => list(gone) };
  return objectJson(random, fields, wrong);
}

function fieldsOf(object: object): Record<string, () => string> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, () => JSON.stringify(value)]));
}

/** Reader of identity registries. It reads, queries and changes a registry, and writes it back. */
export const identityRegistry: FuzzReader<string> = {
  name: 'identity-registry',
  generate: registry,
  run: (text) => {
    const read = IdentityRegistry.fromJson(text);
    for (const app of APPS) {
      refusable(() => read.identity(app));
      refusable(() => read._retire(app, undefined, '2027-03-31'));
      refusable(() => {
        const changed = read._assign(app, GATEWAYS[0]);
        IdentityRegistry.fromJson(changed._toJson());
      });
    }
  },
};
