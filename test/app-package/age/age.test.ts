import * as fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { decryptAge, encryptAge } from '../../../src/app-package/age/age';
import { encodeBech32 } from '../../../src/app-package/age/bech32';
import { AgeIdentity } from '../../../src/app-package/age/identity';
import { comparison } from '../../comparison';
import { chunks, collect, failure, temporaryFolder } from '../workbench';

const folder = temporaryFolder();

/** File from the program age 1.2.1. */
const THEIRS = {
  identity: 'AGE-SECRET-KEY-17P55S48NYHKQFPTARKTSKYFQP2J5KZU64UUANYV5QZZ3Z83L79SQCC6JNJ',
  file: Buffer.from(
    'YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSA0TVI3Z1h3OEhKSVBDMDZHOVg3OFJFQnNTN3Nlb3RlUE5TajF3WFRuZ204Cmtobk1zdjZYWVk5' +
      'TUdwRlBuaUxzRmwrYlFXQ05KclBnMkt3MjM4dytFY0EKLS0tIFBUZHlLaWdCajRnWnpnWEk1Z1lUMS9KWHozcGF6bGk2eHdHWlA2WnNwT1kKVVxXVaGW' +
      'rvU2R05sRklbPK9G93MpOL5MHPFEGF0X4xUhzWSi2gRLPpMdXkjEhAE=',
    'base64',
  ),
  text: 'hello from age\n',
};

/** Sizes at the end of a chunk of the format. */
const SIZES = [0, 1, 65_535, 65_536, 65_537, 131_072, 200_000];

const withAge = comparison(
  spawnSync('age', ['--version']).status === 0,
  'compared with age: age is missing (apt-get install age)',
);

function parse(text: string): AgeIdentity {
  const identity = AgeIdentity.parse(text);
  if (identity === undefined) throw new Error(`no identity: ${text}`);
  return identity;
}

function age(...args: string[]): void {
  const { status, stderr } = spawnSync('age', args, { cwd: folder.path(), encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
}

test('a file from the program age is decrypted', async () => {
  const text = await collect(decryptAge(chunks(THEIRS.file), parse(THEIRS.identity)));
  expect(text.toString()).toBe(THEIRS.text);
});

test('an identity is parsed only from its own text', () => {
  const identity = AgeIdentity.generate();
  expect(identity.text).toMatch(/^AGE-SECRET-KEY-1[A-Z0-9]{58}$/);
  expect(parse(identity.text).share.equals(identity.share)).toBe(true);
  const { text } = identity;
  for (const other of [
    text.toLowerCase(),
    text.slice(1),
    `${text}Q`,
    text.replace(/.$/, (c) => (c === 'Q' ? 'P' : 'Q')),
    '',
  ])
    expect(AgeIdentity.parse(other)).toBeUndefined();
});

test.each(SIZES)('%i bytes are decrypted as they were encrypted', async (size) => {
  const identity = AgeIdentity.generate();
  const encrypted = await collect(encryptAge(chunks(Buffer.alloc(size, 'x')), identity));
  expect((await collect(decryptAge(chunks(encrypted), identity))).equals(Buffer.alloc(size, 'x'))).toBe(true);
});

withAge.each(SIZES)('the program age decrypts and encrypts %i bytes', async (size) => {
  const identity = AgeIdentity.generate();
  const bytes = Buffer.alloc(size, 'x');
  fs.writeFileSync(folder.path('id'), identity.text);
  fs.writeFileSync(folder.path('ours.age'), await collect(encryptAge(chunks(bytes), identity)));
  // age writes no output file for an empty plain text (its file is opened at the first byte).
  fs.writeFileSync(folder.path('theirs'), '');
  age('-d', '-i', 'id', '-o', 'theirs', 'ours.age');
  expect(fs.readFileSync(folder.path('theirs')).equals(bytes)).toBe(true);
  age('-r', encodeBech32('age', identity.share), '-o', 'theirs.age', 'theirs');
  const decrypted = await collect(decryptAge(chunks(fs.readFileSync(folder.path('theirs.age'))), identity));
  expect(decrypted.equals(bytes)).toBe(true);
});

test('another identity has the same error as changed, cut, added, swapped or duplicated bytes', async () => {
  const identity = AgeIdentity.generate();
  const sound = await collect(encryptAge(chunks(Buffer.alloc(150_000, 'x')), identity));
  const start = sound.indexOf('\n---') + 4 + 45 + 16;
  const chunk = (i: number): Buffer => sound.subarray(start + i * 65_552, start + (i + 1) * 65_552);
  const head = sound.subarray(0, start);
  const broken = [
    Buffer.concat([head, chunk(1), chunk(0), chunk(2)]),
    Buffer.concat([head, chunk(0), chunk(0), chunk(1), chunk(2)]),
    Buffer.concat([head, chunk(0), chunk(1)]),
    Buffer.concat([head, chunk(2)]),
    Buffer.concat([sound, Buffer.alloc(1)]),
    Buffer.concat([sound, Buffer.alloc(16)]),
    ...[0, 30, 60, 120, start - 1, start, sound.length - 1].map((at) =>
      Buffer.from(sound).fill((sound[at] ?? 0) ^ 1, at, at + 1),
    ),
    ...[0, 1, 100, start, start + 16, start + 65_552, sound.length - 1].map((length) => sound.subarray(0, length)),
  ];
  const messages = new Set<string>();
  for (const bytes of broken) messages.add(await failure(collect(decryptAge(chunks(bytes), identity))));
  messages.add(await failure(collect(decryptAge(chunks(sound), AgeIdentity.generate()))));
  // without its end, the header continues into the payload, which is detected before the key is used
  messages.delete('has an age header with a recipient of more than 4096 bytes: the limit');
  expect([...messages]).toEqual([expect.stringContaining('cannot be decrypted with this key')]);
});

test('a header without a space before its MAC is rejected', async () => {
  const changed = Buffer.from(THEIRS.file.toString('latin1').replace('\n--- ', '\n---\t'), 'latin1');
  expect(changed.length).toBe(THEIRS.file.length);
  const message = await failure(collect(decryptAge(chunks(changed), parse(THEIRS.identity))));
  expect(message).toContain('cannot be decrypted');
});

test('any changed header is rejected', async () => {
  const identity = parse(THEIRS.identity);
  const header = THEIRS.file.subarray(0, THEIRS.file.indexOf('\n---') + 50);
  const change = fc.tuple(fc.nat(header.length - 1), fc.constantFrom('', '\n', ' ', '=', '-> ', '---'), fc.nat(4));
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 3 }), async (changes) => {
      const changed = changes.reduce(
        (text, [at, by, length]) => text.slice(0, at) + by + text.slice(at + length),
        THEIRS.file.toString('latin1'),
      );
      fc.pre(changed !== THEIRS.file.toString('latin1'));
      const message = await failure(collect(decryptAge(chunks(Buffer.from(changed, 'latin1')), identity)));
      expect(message).toContain('cannot be decrypted');
    }),
    { numRuns: 200 },
  );
});
