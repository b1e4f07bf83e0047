import * as fc from 'fast-check';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../src/diagnostics/input-error';
import { IdentityRegistry } from '../../src/gateway/identity-registry';

const DAY = '2026-03-01';
const empty = (): IdentityRegistry => IdentityRegistry._empty('edge-identities.json');

/** File of a registry with an assigned and a retired identity, after a change. */
function file(change: (json: any) => void = () => undefined): string {
  const json = JSON.parse(
    empty()._assign('signer', 'gateway-7')._assign('reader')._retire('signer', 'gateway-7', DAY)._toJson(),
  );
  change(json);
  return JSON.stringify(json, null, 2);
}

describe('an identity registry', () => {
  test('assigns each app and gateway its own number, once', () => {
    const registry = empty()._assign('signer', 'gateway-7')._assign('signer', 'gateway-8')._assign('signer');
    expect(registry.identity('signer', 'gateway-7').userId).toBe(10000);
    expect(registry.identity('signer', 'gateway-8').userId).toBe(10001);
    expect(registry.identity('signer')).toMatchObject({ userId: 10002, groupId: 10002, supplementalGroups: [] });
    expect(registry._assign('signer', 'gateway-8')).toBe(registry);
  });

  test('never assigns a retired number again, not even to the same app', () => {
    const retired = empty()._assign('signer')._retire('signer', undefined, DAY);
    expect(() => retired.identity('signer')).toThrow('(10000 was retired on 2026-03-01)');
    expect(retired._assign('signer').identity('signer').userId).toBe(10001);
    expect(retired._retired).toEqual([
      { uid: 10000, app: 'signer', date: DAY, command: 'parsec-tool delete-client --client 10000' },
    ]);
  });

  test('skips the numbers that have another owner on every gateway', () => {
    const json = JSON.parse(empty()._toJson());
    const from = (first: number): number | undefined =>
      IdentityRegistry.fromJson(JSON.stringify({ ...json, range: { first, last: 70000 }, next: first }))
        ._assign('a')
        ._assign('b')
        .identity('b').userId;
    expect([1205, 1206, 65531, 65533].map(from)).toEqual([1208, 1209, 65533, 65536]);
  });

  test('reports that its range has no number left', () => {
    const json = { ...JSON.parse(empty()._toJson()), range: { first: 10000, last: 10000 } };
    const full = IdentityRegistry.fromJson(JSON.stringify(json))._assign('a');
    expect(() => full._assign('b')).toThrow(
      'has no number left in its range 10000 to 10000: edit the file and raise "last" of "range"',
    );
    expect(IdentityRegistry.fromJson(full._toJson()).identity('a').userId).toBe(10000);
  });

  test('reports the command that assigns a missing identity', () => {
    const registry = empty()._assign('signer', 'gateway-8');
    expect(() => registry.identity('signer', 'gateway-7')).toThrow(
      'identity registry "edge-identities.json": has no identity for app "signer" on gateway "gateway-7" (it has 10000 on gateway-8): run "npx secure-edge identity assign signer --gateway gateway-7"',
    );
    const elsewhere = IdentityRegistry._empty("/srv/it's/ids.json");
    expect(() => elsewhere.identity('signer')).toThrow(
      `run "npx secure-edge identity assign signer --identities '/srv/it'\\''s/ids.json'"`,
    );
  });

  test.each([
    ['Signer', undefined, /app must be at most 63 of .* got "Signer": write "signer"/],
    ['', undefined, /app must be/],
    ['../x', undefined, /app must be/],
    ['signer', 'gateway 7', /gateway must be at most 253/],
    ['signer', '', /gateway must be/],
  ])('rejects the app %p on the gateway %p', (app, gateway, message) => {
    expect(() => empty()._assign(app, gateway)).toThrow(message);
  });

  test('retires only an assigned identity, on a valid date', () => {
    expect(() => empty()._retire('signer', undefined, DAY)).toThrow(
      'has no identity for app "signer" on every gateway',
    );
    for (const day of ['2026-02-30', '2026-3-1', 'today', '2026-13-01'])
      expect(() => empty()._assign('a')._retire('a', undefined, day)).toThrow(`YYYY-MM-DD, got "${day}"`);
  });

  test('writes a text that is sorted by number, ends with a line break, and is read back unchanged', () => {
    const change = fc.record({
      app: fc.constantFrom('a', 'b', 'c'),
      gateway: fc.constantFrom(undefined, 'g1', 'g2'),
      retire: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        let registry = empty();
        const given: number[] = [];
        for (const { app, gateway, retire } of changes) {
          if (retire && registry._find(app, gateway)) registry = registry._retire(app, gateway, DAY);
          else {
            const had = registry._find(app, gateway);
            registry = registry._assign(app, gateway);
            if (!had) given.push(registry.identity(app, gateway).userId ?? 0);
          }
        }
        expect(new Set(given).size).toBe(given.length);
        const text = registry._toJson();
        const again = IdentityRegistry.fromJson(text);
        expect(again._toJson()).toBe(text);
        expect(again._given.length + again._retired.length).toBe(given.length);
        const uids = again._given.map((entry) => entry.uid);
        expect(uids).toEqual([...uids].sort((a, b) => a - b));
        expect(text.endsWith('}\n')).toBe(true);
      }),
    );
  });

  test('writes the same text for every order of its entries', () => {
    const text = empty()._assign('a')._assign('b')._assign('c')._toJson();
    const json = JSON.parse(text);
    json.identities.reverse();
    expect(IdentityRegistry.fromJson(JSON.stringify(json))._toJson()).toBe(text);
  });

  test('keeps the address of its schema', () => {
    const text = IdentityRegistry.fromJson(file((json) => (json.$schema = './s.json')))
      ._assign('x')
      ._toJson();
    expect(JSON.parse(text).$schema).toBe('./s.json');
  });

  test('is read from its file, which must exist', () => {
    const folder = mkdtempSync(join(tmpdir(), 'identities-'));
    try {
      const path = join(folder, 'ids.json');
      expect(() => IdentityRegistry.fromFile(path)).toThrow(
        `does not exist: run "npx secure-edge identity assign APP --identities ${path}" for each app`,
      );
      expect(() => IdentityRegistry.fromFile(folder)).toThrow('cannot be read: EISDIR');
      writeFileSync(path, file());
      expect(IdentityRegistry.fromFile(path).identity('reader').userId).toBe(10001);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('a damaged registry', () => {
  test.each<[string, string, string]>([
    ['an empty file', '', 'line 1: is not valid JSON'],
    ['a file that ends too early', file().slice(0, 150), 'line 11: is not valid JSON'],
    ['a trailing comma', '{\n  "version": 1,\n}', 'line 3: is not valid JSON'],
    ['a bare word', '{\n  "version": one\n}', 'line 2: is not valid JSON'],
    ['another version', file((j) => (j.version = 2)), 'line 2: /version must be 1, the only version'],
    ['a list', '[]', 'line 1: must be an object, got []'],
    ['an empty object', '{}', 'line 1: must have "version"'],
    ['a merge conflict', `{\n<<<<<<< HEAD\n${file()}`, 'line 2: contains an unresolved merge conflict'],
    ['a duplicate key', file().replace('"next"', '"version": 1,\n  "next"'), 'line 7: has a duplicate key: keep one'],
    ['an unknown key', file((j) => (j.identities[0].user = 1)), '/identities/0/user is not a known key'],
    [
      'a string instead of a number',
      file((j) => (j.identities[0].uid = '10001')),
      'line 10: /identities/0/uid must be a whole',
    ],
    ['root', file((j) => (j.identities[0].uid = 0)), '/identities/0/uid must not be 0, the user id of root'],
    [
      'the service',
      file((j) => (j.identities[0].uid = 1206)),
      'must not be 1206, which is the user of the Parsec service',
    ],
    ['a fraction', file((j) => (j.identities[0].uid = 10001.5)), '/identities/0/uid must be a whole number'],
    [
      'a number out of range',
      file((j) => (j.identities[0].uid = 9000)),
      'must be in the range 10000 to 59999, got 9000',
    ],
    [
      'a number that was not assigned yet',
      file((j) => (j.identities[0].uid = 10002)),
      'must be below "next", which is 10002, got 10002',
    ],
    [
      'a number that is used twice',
      file((j) => (j.identities[0].uid = 10000)),
      'line 16: /retired/0/uid must not be 10000, the number of app "reader"',
    ],
    ['a deleted entry', file((j) => j.identities.pop()), 'is 10002, so 10001 was assigned, but is neither'],
    ['a deleted retired entry', file((j) => (j.retired = [])), 'is 10002, so 10000 was assigned, but is neither'],
    ['a raised "next"', file((j) => (j.next = 10005)), 'is 10005, so 10002 to 10004 were assigned, but are neither'],
    ['no "next"', file((j) => delete j.next), 'line 1: must have "next"'],
    [
      'two identities of one app',
      file((j) => j.identities.push({ uid: 10002, app: 'reader' }) && (j.next = 10003)),
      'must not be a second identity of app "reader" on every gateway',
    ],
    ['an invalid name', file((j) => (j.identities[0].app = 'Reader')), '/identities/0/app must be at most 63'],
    ['an invalid gateway', file((j) => (j.identities[0].gateway = 7)), '/identities/0/gateway must be a string, got 7'],
    [
      'a null gateway',
      file((j) => (j.identities[0].gateway = null)),
      '/identities/0/gateway must be a string, got null',
    ],
    [
      'an invalid date',
      file((j) => (j.retired[0].date = '2026-02-30')),
      '/retired/0/date must be a date in the form YYYY-MM-DD, got "2026-02-30"',
    ],
    [
      'another command',
      file((j) => (j.retired[0].command = 'true')),
      '/retired/0/command must be "parsec-tool delete-client --client 10000", got "true"',
    ],
    ['an object instead of a list', file((j) => (j.identities = {})), '/identities must be a list, got {}'],
    [
      'a string instead of an entry',
      file((j) => (j.identities[0] = 'reader')),
      '/identities/0 must be an object, got "reader"',
    ],
    [
      'a reversed range',
      file((j) => (j.range = { first: 10000, last: 9999 })),
      '/range must have "first" less than or equal to "last"',
    ],
  ])('with %s is reported by line and pointer', (_what, text, message) => {
    expect(() => IdentityRegistry.fromJson(text)).toThrow(message);
  });
});

describe('the schema of the registry', () => {
  // a dependency of eslint and of cdk8s-cli
  const Ajv: any = jest.requireActual('ajv');
  const schema = JSON.parse(readFileSync(join(__dirname, '../../schemas/edge-identities.schema.json'), 'utf8'));
  const fits: (json: unknown) => boolean = new (Ajv.default ?? Ajv)().compile(schema);

  test('accepts the files that the registry writes', () => {
    expect(fits(JSON.parse(empty()._toJson()))).toBe(true);
    expect(fits(JSON.parse(file()))).toBe(true);
  });

  test.each<[string, (json: any) => unknown]>([
    ['an unknown key', (j) => (j.identities[0].user = 1)],
    ['root', (j) => (j.identities[0].uid = 0)],
    ['a string instead of a number', (j) => (j.next = '10001')],
    ['no "next"', (j) => delete j.next],
    ['an invalid name', (j) => (j.identities[0].app = 'Reader')],
    ['a null gateway', (j) => (j.identities[0].gateway = null)],
    ['an invalid command', (j) => (j.retired[0].command = 'true')],
    ['no date', (j) => delete j.retired[0].date],
  ])('rejects %s, as the registry does', (_what, change) => {
    expect(fits(JSON.parse(file(change)))).toBe(false);
    expect(() => IdentityRegistry.fromJson(file(change))).toThrow();
  });
});

describe('a registry from an untrusted source', () => {
  const problemsOf = (text: string): ReadonlyArray<string> => {
    try {
      IdentityRegistry.fromJson(text);
    } catch (error) {
      if (error instanceof InputError) return error.problems;
      throw error;
    }
    return [];
  };

  test('is rejected because of its depth, before the stack overflows', () => {
    expect(problemsOf(`{"version":${'['.repeat(50_000)}${']'.repeat(50_000)}}`)).toEqual([
      'is nested deeper than 100 levels, the limit',
    ]);
  });

  test('has its first problems listed, and the others counted', () => {
    const keys = Array.from({ length: 11_000 }, (_, i) => `"k${i}":1`).join(',');
    const problems = problemsOf(`{${keys}}`);
    expect(problems).toHaveLength(100);
    expect(problems.at(-1)).toBe('10906 more problems');
  });
});
