import { publicEncrypt } from 'node:crypto';
import * as fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import { TarKind } from '../../src/app-package/archive/tar-header';
import { decodeClearKey } from '../../src/app-package/encrypted/clearkey';
import { KeyPadding } from '../../src/app-package/keys/key-padding';
import { AppPackageForm } from '../../src/app-package/app-package-form';
import { readPackage } from '../../src/app-package/read-package';
import { OpensslPackage, withOpenssl } from './openssl';
import {
  keyPair,
  machineKey,
  open,
  pack,
  readFiles,
  tar,
  tarEntry,
  temporaryFolder,
  writeFiles,
  type Files,
} from './workbench';

// each test starts a dozen programs
jest.setTimeout(60_000);

const ENCRYPTED = { form: AppPackageForm.ENCRYPTED };
const FILES: Files = { 'data/text': 'some text', 'docker-compose.yml': 'version: "2"\n' };

const folder = temporaryFolder();

function writeKeys(...names: string[]): void {
  for (const name of names) {
    const { publicKey, privateKey } = keyPair(name, name === 'large' ? 4096 : 2048);
    fs.writeFileSync(folder.path(`${name}.pub.pem`), publicKey.export({ type: 'spki', format: 'pem' }));
    fs.writeFileSync(folder.path(`${name}.key.pem`), privateKey.export({ type: 'pkcs8', format: 'pem' }));
  }
}

/** Files whose payload is, or is not, a multiple of 16 bytes. */
async function padded(none: boolean, write: (files: Files) => Promise<number>): Promise<Files> {
  for (let length = 0; ; length += 1) {
    const noise = publicEncrypt(keyPair('gateway-7').publicKey, Buffer.from('noise')).toString('hex').slice(0, length);
    const files = { 'data/noise': noise, 'docker-compose.yml': 'version: "2"\n' };
    if (((await write(files)) === 0) === none) return files;
  }
}

describe.each([
  ['a multiple of 16 bytes', true],
  ['another number of bytes', false],
])('with a payload of %s', (_, none) => {
  withOpenssl('a package from openssl, tar and gzip is opened', async () => {
    const files = await padded(none, async (files) => {
      const entries = Object.entries(files).map(([name, text]) => tarEntry(name, {}, text));
      fs.writeFileSync(
        folder.path('payload.tar.gz'),
        gzipSync(await tar(tarEntry('data/', { kind: TarKind.FOLDER }), ...entries)),
      );
      return fs.statSync(folder.path('payload.tar.gz')).size % 16;
    });
    writeKeys('gateway-7');
    fs.writeFileSync(folder.path('MANIFEST.JSON'), '{}');
    new OpensslPackage(folder.path()).write(['gateway-7'], (machine) => machine);
    await open(folder.path('app.tar.gz'), folder.path('out'));
    expect(readFiles(folder.path('out'))).toEqual(files);
  });

  withOpenssl('openssl, tar and gzip unpack a package', async () => {
    const files = await padded(none, async (files) => {
      fs.rmSync(folder.path('files'), { recursive: true, force: true });
      await pack(writeFiles(folder.path('files'), files), folder.path('app.tar.gz'), { ...ENCRYPTED, overwrite: true });
      return readPackage(folder.path('app.tar.gz'), {}, async ({ wrappedKeys }) => {
        const wrapped = wrappedKeys.get('gateway-7') ?? Buffer.alloc(0);
        const bytes = await machineKey('gateway-7').unwrap(wrapped, KeyPadding.PKCS1_V1_5);
        expect(bytes).toHaveLength(65);
        return decodeClearKey(bytes ?? Buffer.alloc(0))?.padding ?? NaN;
      });
    });
    writeKeys('gateway-7');
    expect(new OpensslPackage(folder.path()).read('app.tar.gz', 'gateway-7') === 0).toBe(none);
    expect(readFiles(folder.path('out'))).toEqual(files);
  });
});

withOpenssl('tar unpacks a clear package, and a package from tar is opened', async () => {
  const openssl = new OpensslPackage(folder.path());
  await pack(writeFiles(folder.path('files'), FILES), folder.path('ours.tar.gz'), { form: AppPackageForm.CLEAR });
  openssl.run('mkdir outer out && tar -xzf ours.tar.gz -C outer && tar -xzf outer/payload.tar.gz -C out');
  expect(readFiles(folder.path('out'))).toEqual(FILES);
  openssl.run('tar -czf data.tar.gz -C files . && tar -czf theirs.tar.gz data.tar.gz');
  await open(folder.path('theirs.tar.gz'), folder.path('opened'));
  expect(readFiles(folder.path('opened'))).toEqual(FILES);
});

withOpenssl.each(['', '.lockkey', '.lockfile'])(
  'keys of 2048 and of 4096 bits are read from entries named MACHINE%s',
  async (suffix) => {
    writeKeys('gateway-7', 'large');
    fs.writeFileSync(folder.path('MANIFEST.JSON'), '{}');
    const openssl = new OpensslPackage(folder.path());
    writeFiles(folder.path('files'), FILES);
    openssl.run('tar -czf payload.tar.gz -C files docker-compose.yml data');
    openssl.write(['gateway-7', 'large'], (machine) => `${machine}${suffix}`);
    for (const machine of ['gateway-7', 'large']) {
      const output = folder.path(`${machine}.out`);
      await open(folder.path('app.tar.gz'), output, { opener: { machine, key: machineKey(machine) } });
      expect(readFiles(output)).toEqual(FILES);
    }
  },
);

withOpenssl('a lock key is as long as the modulus, and exists under both names', async () => {
  const machines = ['gateway-7', 'large'].map((name) => ({
    name,
    key: keyPair(name, name === 'large' ? 4096 : 2048).publicKey,
  }));
  await pack(writeFiles(folder.path('files'), FILES), folder.path('app.tar.gz'), { ...ENCRYPTED, machines });
  const list = new OpensslPackage(folder.path()).run('tar -tvzf app.tar.gz --numeric-owner').stdout.toString();
  const lines = list.trim().split('\n');
  expect(lines.map((line) => /^(\S+ \S+) +([0-9]+) 1970-\S+ \S+ (.*)$/.exec(line)?.slice(1).join(' '))).toEqual([
    '-rw-r--r-- 0/0 42 MANIFEST.JSON',
    '-rw-r--r-- 0/0 256 gateway-7',
    '-rw-r--r-- 0/0 256 gateway-7.lockkey',
    '-rw-r--r-- 0/0 512 large',
    '-rw-r--r-- 0/0 512 large.lockkey',
    expect.stringMatching(/^-rw-r--r-- 0\/0 [0-9]+ payload.tar.gz.enc$/),
  ]);
});
