import * as fs from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { TarKind } from '../../src/app-package/archive/tar-header';
import { AppPackageForm } from '../../src/app-package/app-package-form';
import { runs } from '../exhaustive';
import {
  clearPackage,
  failure,
  keyPair,
  machineKey,
  open,
  outerArchive,
  pack,
  readFiles,
  signer,
  tar,
  tarEntry,
  temporaryFolder,
  writeFiles,
  type Files,
} from './workbench';

// thousands of packages are opened, maybe on a busy machine
jest.setTimeout(60_000);

const folder = temporaryFolder();
const FILES: Files = { 'docker-compose.yml': 'version: "2"\n', 'data/text': 'some text' };
const PAYLOAD = gzipSync('no matter what');

beforeEach(() => {
  writeFiles(folder.path('files'), FILES);
});

/** Opens a package and returns the error. No files may remain, in the folder or beside it. */
async function refusal(file: string, request: Parameters<typeof open>[2] = {}): Promise<string> {
  const before = fs.readdirSync(folder.path());
  const message = await failure(open(file, folder.path('out'), request));
  expect(fs.readdirSync(folder.path())).toEqual(before);
  return message.replace(`package ${JSON.stringify(file)}: `, '');
}

describe('a payload is rejected that contains', () => {
  const DOT_DOT = { kind: TarKind.SYMBOLIC_LINK, link: '..' };
  test.each([
    ['a path out of the folder', [tarEntry('../x')], '"../x", which leaves the folder'],
    ['a path out and in again', [tarEntry('a/../x')], '"a/../x", which leaves the folder'],
    ['an absolute path', [tarEntry('/etc/x')], 'the absolute path "/etc/x"'],
    ['a path with a backslash', [tarEntry('..\\x')], 'a control character or a backslash'],
    [
      'a path with a control character',
      [tarEntry('a\u001b[2J')],
      'a control character or a backslash in the path "a\\u001b[2J"',
    ],
    ['a link out', [tarEntry('l', DOT_DOT)], 'the link "l", which leads out of the package, to ".."'],
    [
      'a link to an absolute path',
      [tarEntry('l', { ...DOT_DOT, link: '/etc' })],
      'the link "l", which leads out of the package, to "/etc"',
    ],
    [
      'a link out of a folder',
      [tarEntry('a/l', { ...DOT_DOT, link: '../b/../../x' })],
      'the link "a/l", which leads out of the package, to',
    ],
    [
      'a link out through another link',
      [
        tarEntry('a/b/', { kind: TarKind.FOLDER }),
        tarEntry('a/b/l', DOT_DOT),
        tarEntry('m', { ...DOT_DOT, link: 'a/b/l/../..' }),
      ],
      'the link "m", which leads through another link, "a/b/l"',
    ],
    [
      'a file through a link',
      [tarEntry('l', { ...DOT_DOT, link: 'a' }), tarEntry('l/x')],
      'an entry below "l", which is a symbolic link',
    ],
    ['a file below a file', [tarEntry('a'), tarEntry('a/x')], 'an entry below "a", which is a file'],
    [
      'a hard link out',
      [tarEntry('l', { kind: TarKind.HARD_LINK, link: '../x' })],
      'the link "l", which leads out of the package, to "../x"',
    ],
    [
      'a hard link to nothing',
      [tarEntry('l', { kind: TarKind.HARD_LINK, link: 'x' })],
      'the link "l" to "x", which is not a file before it',
    ],
    [
      'a hard link to a link',
      [tarEntry('s', { ...DOT_DOT, link: 'a' }), tarEntry('l', { kind: TarKind.HARD_LINK, link: 's' })],
      'the link "l" to "s", which is not a file before it',
    ],
    ['a character device', [tarEntry('d', { kind: TarKind.CHARACTER_DEVICE })], '"d", which is a device or a pipe'],
    ['a block device', [tarEntry('d', { kind: TarKind.BLOCK_DEVICE })], '"d", which is a device or a pipe'],
    ['a pipe', [tarEntry('d', { kind: TarKind.FIFO })], '"d", which is a device or a pipe'],
    ['a setuid file', [tarEntry('s', { mode: 0o4755 })], '"s" with the setuid or setgid bit'],
    ['a setgid folder', [tarEntry('s/', { mode: 0o2755, kind: TarKind.FOLDER })], '"s/" with the setuid or setgid bit'],
    ['a sparse file', [tarEntry('s', { kind: TarKind.GNU_SPARSE })], '"s" as a sparse file'],
    [
      'a sparse file in the newer form',
      [tarEntry('x', { kind: TarKind.PAX }, '22 GNU.sparse.major=1\n'), tarEntry('s')],
      'as a sparse file',
    ],
    ['two entries with the same name', [tarEntry('a'), tarEntry('./a')], 'two entries named "a"'],
    [
      'two entries whose names differ only in case',
      [tarEntry('a'), tarEntry('A')],
      '"a" and "A", which are the same name if the file system ignores case',
    ],
    [
      'two folders whose names differ only in case',
      [tarEntry('a/x'), tarEntry('A/y')],
      '"a" and "A", which are the same name if the file system ignores case',
    ],
    [
      'two entries whose names differ only in the form of an accent',
      [tarEntry('\u00e4'), tarEntry('a\u0308')],
      'which are the same name',
    ],
    ['a file in place of its root folder', [tarEntry('.')], 'a file in place of its root folder'],
    ['a name that is too long for every file system', [tarEntry('x'.repeat(256))], 'a name of 256 bytes'],
  ])('%s', async (_, entries, message) => {
    await clearPackage(folder.path('p'), await tar(tarEntry('first', {}, 'text'), ...entries));
    expect(await refusal(folder.path('p'))).toContain(message);
  });

  test('more than the limits, in the headers or in the bytes', async () => {
    await clearPackage(
      folder.path('p'),
      await tar(tarEntry('a', {}, 'x'.repeat(600)), tarEntry('b', {}, 'x'.repeat(600))),
    );
    expect(await refusal(folder.path('p'), { limits: { maxSize: 1199 } })).toContain('unpacks to more than 1199 bytes');
    expect(await refusal(folder.path('p'), { limits: { maxEntries: 1 } })).toContain('has more than 1 entries');
    await open(folder.path('p'), folder.path('out'), { limits: { maxSize: 1200, maxEntries: 2 } });
  });

  test('a few kilobytes that unpack to much more than their headers say', async () => {
    await clearPackage(folder.path('p'), await tar(tarEntry('bomb', {}, Buffer.alloc(40_000_000))));
    expect(fs.statSync(folder.path('p')).size).toBeLessThan(200_000);
    expect(await refusal(folder.path('p'), { limits: { maxSize: 1_000_000 } })).toContain(
      'unpacks to more than 1000000 bytes',
    );
  });

  test('endless zeros', async () => {
    await clearPackage(folder.path('p'), Buffer.concat([await tar(tarEntry('a')), Buffer.alloc(3_000_000)]));
    expect(await refusal(folder.path('p'), { limits: { maxSize: 1, maxEntries: 9 } })).toContain(
      'unpacks to more than',
    );
  });
});

test('links in the payload are preserved, and lead to its entries', async () => {
  const link = { kind: TarKind.SYMBOLIC_LINK, link: '../a' };
  const entries = [
    tarEntry('a', {}, 'text'),
    tarEntry('d/l', link),
    tarEntry('h', { kind: TarKind.HARD_LINK, link: 'a' }),
  ];
  await clearPackage(folder.path('p'), await tar(...entries));
  await open(folder.path('p'), folder.path('out'));
  expect(fs.readlinkSync(folder.path('out/d/l'))).toBe('../a');
  expect(readFiles(folder.path('out'))).toEqual({ a: 'text', h: 'text' });
});

describe('an old package is rejected', () => {
  const lockKey = tarEntry('gateway-7', {}, 'k'.repeat(256));
  const clear = tarEntry('data.tar.gz', {}, PAYLOAD);
  const encrypted = tarEntry('data.tar.gz.enc', {}, Buffer.alloc(32));
  test.each([
    ['without a payload', [lockKey], 'contains no payload: no entry ends in .enc or .gz'],
    [
      'with two clear payloads',
      [clear, tarEntry('more.tar.gz')],
      'contains 2 payloads, "data.tar.gz" and "more.tar.gz": only one is allowed',
    ],
    [
      'with two encrypted payloads',
      [encrypted, tarEntry('more.enc'), lockKey],
      'contains 2 payloads, "data.tar.gz.enc" and "more.enc"',
    ],
    [
      'with an encrypted and a clear payload',
      [clear, encrypted, lockKey],
      'contains both an encrypted and a clear payload, "data.tar.gz" and "data.tar.gz.enc"',
    ],
    [
      'of the single-layer form',
      [tarEntry('docker-compose.yml'), clear, tarEntry('image.tar.gz')],
      'has the old single-layer form',
    ],
    [
      'of the single-layer form with one image',
      [tarEntry('./docker-compose.yml'), clear],
      'has the old single-layer form',
    ],
    ['without a lock key', [encrypted], 'has no key for machine "gateway-7": it has no keys'],
    [
      'without a lock key for this machine',
      [encrypted, tarEntry('other.lockkey', {}, 'k'.repeat(256))],
      'has no key for machine "gateway-7": it is for "other"',
    ],
    [
      'with two lock keys with the same name',
      [encrypted, lockKey, tarEntry('keys/gateway-7', {}, 'k'.repeat(256))],
      'contains two lock keys named "gateway-7"',
    ],
    [
      'with two manifests',
      [clear, tarEntry('MANIFEST.JSON'), tarEntry('x/MANIFEST.JSON')],
      'contains MANIFEST.JSON twice',
    ],
    [
      'with a device',
      [clear, tarEntry('x', { kind: TarKind.FIFO })],
      'contains "x" beside its payload, which is a link or a device',
    ],
    [
      'with a payload that is not compressed',
      [tarEntry('data.tar.gz', {}, 'hello, this is text')],
      'has a payload that is not compressed with gzip',
    ],
    [
      'with a payload that is not an archive',
      [tarEntry('data.tar.gz', {}, gzipSync('x'.repeat(512)))],
      'has a payload that is damaged',
    ],
    [
      'with a truncated payload',
      [tarEntry('data.tar.gz', {}, PAYLOAD.subarray(0, -1))],
      'has a payload that is truncated',
    ],
  ])('%s', async (_, entries, message) => {
    expect(await refusal(await outerArchive(folder.path('p'), ...entries))).toContain(message);
  });

  test('with unknown entries', async () => {
    const payload = tarEntry('data.tar.gz', {}, gzipSync(await tar(tarEntry('a', {}, 'text'))));
    const others = [
      tarEntry('README.md', {}, 'r'.repeat(5000)),
      tarEntry('DATA.GZ'),
      tarEntry('d.enc/', { kind: TarKind.FOLDER }),
    ];
    await open(await outerArchive(folder.path('p'), ...others, payload), folder.path('out'));
    expect(readFiles(folder.path('out'))).toEqual({ a: 'text' });
  });
});

describe.each([AppPackageForm.SEALED, AppPackageForm.CLEAR, AppPackageForm.ENCRYPTED])('a %s package', (form) => {
  test('is opened by its content, whatever the name of the file', async () => {
    await pack(folder.path('files'), folder.path('x.zip'), { form });
    expect(await open(folder.path('x.zip'), folder.path('out'))).toMatchObject({ form, signer: undefined });
    expect(readFiles(folder.path('out'))).toEqual(readFiles(folder.path('files')));
  });

  test('is rejected wherever it is cut', async () => {
    const bytes = fs.readFileSync(await pack(folder.path('files'), folder.path('p'), { form }));
    const messages = new Set<string>();
    for (let length = 1; length < bytes.length; length += form === AppPackageForm.SEALED ? 149 : 37) {
      fs.writeFileSync(folder.path('p'), bytes.subarray(0, length));
      messages.add(await refusal(folder.path('p')));
    }
    messages.delete('is not an app package: it does not start as a sealed package, and it is not compressed with gzip');
    expect([...messages]).toEqual(['is truncated']);
  });

  test.each([
    ['text', Buffer.from('text')],
    ['zeros', Buffer.alloc(512)],
  ])('is rejected if %s follows', async (_, more) => {
    fs.appendFileSync(await pack(folder.path('files'), folder.path('p'), { form }), more);
    expect(await refusal(folder.path('p'))).toBe('has more bytes after its end');
  });

  test('is rejected if it is signed by another key, was changed after it was signed, or is unsigned', async () => {
    const trustedKey = signer.publicKey;
    await pack(folder.path('files'), folder.path('signed'), { form, signingKey: signer.privateKey });
    await pack(folder.path('files'), folder.path('other'), { form, signingKey: keyPair('other').privateKey });
    await pack(folder.path('files'), folder.path('unsigned'), { form });
    expect(await open(folder.path('signed'), folder.path('out/signed'), { trustedKey })).toMatchObject({
      signer: { algorithm: 'EdDSA' },
      warnings: [],
    });
    fs.rmSync(folder.path('out'), { recursive: true });
    expect(await refusal(folder.path('other'), { trustedKey })).toMatch(/^is signed by another key than required: by/);
    expect(await refusal(folder.path('unsigned'), { trustedKey })).toBe('is unsigned, but must be signed');
    const bytes = fs.readFileSync(folder.path('signed'));
    const clear = form === AppPackageForm.SEALED ? bytes : gunzipSync(bytes);
    clear.write('WEB', clear.indexOf('web'));
    fs.writeFileSync(folder.path('changed'), form === AppPackageForm.SEALED ? clear : gzipSync(clear));
    expect(await refusal(folder.path('changed'))).toBe(
      'has an invalid signature: the package was changed after it was signed',
    );
  });

  test('is not opened over existing files', async () => {
    await pack(folder.path('files'), folder.path('p'), { form });
    expect(await failure(open(folder.path('p'), folder.path('files')))).toMatch(/exists, and is not empty/);
    expect(await failure(open(folder.path('p'), folder.path('p')))).toMatch(/exists, and is not a folder/);
    fs.mkdirSync(folder.path('empty'), { mode: 0o700 });
    await open(folder.path('p'), folder.path('empty'));
    expect(fs.statSync(folder.path('empty')).mode & 0o777).toBe(0o700);
    expect(readFiles(folder.path('empty'))).toEqual(readFiles(folder.path('files')));
  });
});

const CANNOT_DECRYPT =
  'cannot be decrypted with this key: it is the key of another machine, or the package was changed';

test.each([AppPackageForm.SEALED, AppPackageForm.ENCRYPTED])(
  'a %s package has only one error for a wrong key',
  async (form) => {
    await pack(folder.path('files'), folder.path('p'), { form });
    const opener = { machine: 'gateway-7', key: machineKey('other') };
    expect(await refusal(folder.path('p'), { opener })).toBe(CANNOT_DECRYPT);
    expect(await refusal(folder.path('p'), { opener: undefined })).toBe(
      `is ${form}: give the name of a machine with --machine, one of "gateway-7", and its private key with --key`,
    );
    expect(await refusal(folder.path('p'), { opener: { machine: 'Gateway-7', key: machineKey('other') } })).toBe(
      'has no key for machine "Gateway-7": it is for "gateway-7"',
    );
  },
);

test('an encrypted package has the same error for every changed byte of key or payload', async () => {
  const bytes = gunzipSync(
    fs.readFileSync(await pack(folder.path('files'), folder.path('p'), { form: AppPackageForm.ENCRYPTED })),
  );
  const messages = new Set<string>();
  const [lockKey, payload] = [bytes.indexOf('gateway-7') + 512, bytes.indexOf('payload.tar.gz.enc') + 512];
  const size = Number.parseInt(bytes.toString('latin1', payload - 512 + 124, payload - 512 + 135), 8);
  const places = [...Array(256).keys()].map((i) => lockKey + i).concat([...Array(size).keys()].map((i) => payload + i));
  for (const at of places.filter((_, i) => i % 17 === 0)) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    fs.writeFileSync(folder.path('p'), gzipSync(changed, { level: 0 }));
    messages.add(await refusal(folder.path('p')));
  }
  expect([...messages]).toEqual([CANNOT_DECRYPT]);
});

test('a sealed package is rejected if any of its bytes is changed', async () => {
  const bytes = fs.readFileSync(await pack(folder.path('files'), folder.path('p'), { signingKey: signer.privateKey }));
  const opened: number[] = [];
  for (let at = 0; at < bytes.length; at += 1) {
    // most of it is padding; scripts/check-app-package.ts changes every byte
    if (at % (bytes[at] === 0 ? runs(123, 41) : runs(15, 5)) > 0) continue;
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1 << (at % 7);
    fs.writeFileSync(folder.path('p'), changed);
    if ((await failure(open(folder.path('p'), folder.path('out')))) === 'no failure') opened.push(at);
  }
  expect(opened).toEqual([]);
  expect(fs.existsSync(folder.path('out'))).toBe(false);
});

test('an unsigned sealed package is rejected if any part of it is changed', async () => {
  const bytes = fs.readFileSync(await pack(folder.path('files'), folder.path('p')));
  const parts = ['web', 'recipients/gateway-7', 'SEAL', 'payload.tar.gz.age', 'age-encryption.org/v1', 'X25519', '---'];
  for (const at of [
    ...parts.map((part) => bytes.indexOf(part)),
    bytes.indexOf('recipients/') + 600,
    bytes.indexOf('SEAL') + 520,
  ]) {
    const changed = Buffer.from(bytes);
    changed[at]! ^= 1;
    fs.writeFileSync(folder.path('p'), changed);
    expect(await refusal(folder.path('p'))).toMatch(/^(is damaged|is not an app package|cannot be decrypted)/);
  }
});

test.each([
  ['an empty file', '', 'is not an app package'],
  ['text', 'hello', 'is not an app package'],
  ['another tar archive', 'tar', 'is not an app package'],
  ['a gzip file that contains no archive', gzipSync('x'.repeat(600)), 'is damaged: the header of an entry is invalid'],
])('%s is not a package', async (_, content, message) => {
  fs.writeFileSync(folder.path('p'), content === 'tar' ? await tar(tarEntry('a')) : content);
  expect(await refusal(folder.path('p'))).toContain(message);
});

test('a missing file or a folder is not a package', async () => {
  expect(await refusal(folder.path('none'))).toBe('does not exist');
  expect(await refusal(folder.path('files'))).toBe('is not a file');
});
