import * as fs from 'node:fs';
import { gzipSync } from 'node:zlib';
import { inspectPackage } from '../../src/app-package/inspect-package';
import { machinesInFolder, type Machine } from '../../src/app-package/machine';
import { AppPackageForm } from '../../src/app-package/app-package-form';
import { packageMetadata } from '../../src/app-package/package-metadata';
import { isWithin, Payload } from '../../src/app-package/payload/payload';
import { InputError } from '../../src/diagnostics/input-error';
import { failure, keyPair, pack, signer, tar, tarEntry, temporaryFolder, writeFiles } from './workbench';

const folder = temporaryFolder();
const key = (name: string) => keyPair(name).publicKey;

beforeEach(() => {
  writeFiles(folder.path('files'), { 'docker-compose.yml': 'version: "2"\n', 'data/run.sh': '#!/bin/sh\n' });
});

function packed(): Payload {
  const payload = new Payload('folder "files"');
  payload.addFolder(folder.path('files'));
  return payload;
}

test('folders come before their content, with normalized modes', async () => {
  fs.chmodSync(folder.path('files/data/run.sh'), 0o775);
  writeFiles(folder.path('files'), { 'data/key': 'k', 'data-x': 'x' });
  fs.chmodSync(folder.path('files/data/key'), 0o600);
  await pack(folder.path('files'), folder.path('p'), { form: AppPackageForm.CLEAR });
  const { entries } = await inspectPackage(folder.path('p'));
  expect(entries?.map(({ path, kind, mode }) => `${kind} ${path} ${mode.toString(8)}`)).toEqual([
    'folder data 755',
    'file data-x 644',
    'file data/key 600',
    'file data/run.sh 755',
    'file docker-compose.yml 644',
  ]);
});

test.each([
  ['a link', () => fs.symlinkSync('run.sh', folder.path('files/data/link')), 'contains "data/link", which is a link'],
  [
    'a setuid file',
    () => fs.chmodSync(folder.path('files/data/run.sh'), 0o4755),
    'contains "data/run.sh" with the setuid or setgid bit',
  ],
  [
    'two names that differ only in case',
    () => writeFiles(folder.path('files'), { 'data/RUN.sh': '' }),
    'contains "data/RUN.sh" and "data/run.sh"',
  ],
  [
    'a name with a backslash',
    () => writeFiles(folder.path('files'), { 'a\\b': '' }),
    'a control character or a backslash',
  ],
  ['no content', () => fs.rmSync(folder.path('files'), { recursive: true }), 'does not exist'],
])('a folder with %s is not packed', (_, change, message) => {
  change();
  expect(() => packed().entries()).toThrow(message);
});

test('a missing folder is one problem', () => {
  fs.rmSync(folder.path('files'), { recursive: true });
  const path = folder.path('files');
  const payload = new Payload(`folder "${path}"`);
  payload.addFolder(path);
  expect(() => payload.entries()).toThrow(new InputError(`folder "${path}"`, ['does not exist']));
});

test('an empty folder is not packed', () => {
  fs.mkdirSync(folder.path('empty'));
  const payload = new Payload('folder "empty"');
  payload.addFolder(folder.path('empty'));
  expect(() => payload.entries()).toThrow('folder "empty": has nothing to pack');
});

test('all problems of a folder are reported together', () => {
  fs.symlinkSync('x', folder.path('files/a'));
  fs.symlinkSync('x', folder.path('files/b'));
  expect(() => packed().entries()).toThrow(/folder "files": 2 problems\n {2}- contains "a".*\n {2}- contains "b"/);
});

describe('for container-app-service', () => {
  test('a file at the root that would be loaded as an image must be one', async () => {
    writeFiles(folder.path('files'), { 'data.tar.gz': gzipSync(await tar(tarEntry('x'))) });
    const message =
      'folder "files": "data.tar.gz" would be loaded as an image, but is not one: put it into a folder, or rename it';
    for (const form of [AppPackageForm.CLEAR, AppPackageForm.ENCRYPTED])
      expect(await failure(packed().checkForm(form))).toBe(message);
    expect(await packed().checkForm(AppPackageForm.SEALED)).toEqual([]);
    fs.writeFileSync(folder.path('files/data.tar.gz'), gzipSync(await tar(tarEntry('x'), tarEntry('manifest.json'))));
    expect(await packed().checkForm(AppPackageForm.CLEAR)).toEqual([]);
  });

  test('a payload without docker-compose.yml is packed with a warning', async () => {
    fs.rmSync(folder.path('files/docker-compose.yml'));
    expect(await packed().checkForm(AppPackageForm.ENCRYPTED)).toEqual([
      'folder "files": has no docker-compose.yml at its root, without which container-app-service deploys nothing',
    ]);
  });
});

type Row = [string, AppPackageForm, Machine[], string];

test.each<Row>([
  ['no machine', AppPackageForm.SEALED, [], 'is sealed, and needs at least one machine'],
  [
    'a machine of a clear package',
    AppPackageForm.CLEAR,
    [{ name: 'a', key: key('gateway-7') }],
    'is clear, so everyone can read it',
  ],
  [
    'one key for two machines',
    AppPackageForm.SEALED,
    ['a', 'b'].map((name) => ({ name, key: key('gateway-7') })),
    'machines "a" and "b" have the same key',
  ],
  [
    'a duplicate machine',
    AppPackageForm.ENCRYPTED,
    ['a', 'a'].map((name) => ({ name, key: key('gateway-7') })),
    'machine "a" is specified twice',
  ],
  [
    'names that share a lock key',
    AppPackageForm.ENCRYPTED,
    [
      { name: 'a', key: key('gateway-7') },
      { name: 'a.lockkey', key: key('other') },
    ],
    'machines "a" and "a.lockkey" share the lock key "a.lockkey"',
  ],
  [
    'a key that is not RSA',
    AppPackageForm.SEALED,
    [{ name: 'a', key: signer.publicKey }],
    'key of machine "a" is a key of type ed25519',
  ],
  [
    'an RSA key that is too small',
    AppPackageForm.SEALED,
    [{ name: 'a', key: keyPair('small', 1024).publicKey }],
    'key of machine "a" is an RSA key of 1024 bits',
  ],
  ...['', 'a/b', 'a\\b', 'a=b', 'a\n', 'MANIFEST.JSON', '..', 'x'.repeat(81)].map((name): Row => [
    `the machine name ${JSON.stringify(name)}`,
    AppPackageForm.SEALED,
    [{ name, key: key('gateway-7') }],
    'machine name',
  ]),
  ...['a.enc', 'a.gz'].map((name): Row => [
    `the machine name ${name}`,
    AppPackageForm.ENCRYPTED,
    [{ name, key: key('gateway-7') }],
    'must not end in .enc or .gz',
  ]),
])('%s is rejected, and nothing is written', async (_, form, machines, message) => {
  expect(await failure(pack(folder.path('files'), folder.path('p'), { form, machines }))).toContain(message);
  expect(fs.readdirSync(folder.path())).toEqual(['files']);
});

test('an existing package is overwritten only on request', async () => {
  await pack(folder.path('files'), folder.path('p'));
  const before = fs.readFileSync(folder.path('p'));
  expect(await failure(pack(folder.path('files'), folder.path('p')))).toContain('already exists');
  expect(fs.readFileSync(folder.path('p')).equals(before)).toBe(true);
  await pack(folder.path('files'), folder.path('p'), { overwrite: true });
  expect(fs.readFileSync(folder.path('p')).equals(before)).toBe(false);
});

test('a file that changes while it is packed leaves no package', async () => {
  const entries = packed().entries();
  fs.appendFileSync(folder.path('files/data/run.sh'), 'more');
  expect(await failure(pack(folder.path('files'), folder.path('p'), { entries }))).toContain(
    'was changed while it was read',
  );
  expect(fs.readdirSync(folder.path())).toEqual(['files']);
});

test("the manifest is the author's, with name and version", () => {
  expect(packageMetadata('web', '1', { Author: 'Bob', version: '1' }).manifest).toEqual({
    Author: 'Bob',
    version: '1',
    name: 'web',
  });
  expect(() => packageMetadata('web', '1', { name: 'other' })).toThrow('name is "web", but "other" in the manifest');
  expect(() => packageMetadata('../web', '')).toThrow(/2 problems\n {2}- name must be .*\n {2}- version must be/);
});

test('the machines of a folder are those with a public key in it', () => {
  const pem = (name: string) => key(name).export({ type: 'spki', format: 'pem' });
  writeFiles(folder.path('keys'), { 'b.pub.pem': pem('other'), 'a.pub.pem': pem('gateway-7'), 'README.md': '' });
  expect(machinesInFolder(folder.path('keys')).map(({ name }) => name)).toEqual(['a', 'b']);
  expect(() => machinesInFolder(folder.path('files'))).toThrow('contains no file NAME.pub.pem');
});

test('the keys that the management console of container-app-service gives are read from the same folder', () => {
  const pem = (name: string): string => String(key(name).export({ type: 'spki', format: 'pem' }));
  writeFiles(folder.path('keys'), {
    'shop 1.pubkey': pem('other'),
    'a.pub.pem': pem('gateway-7'),
    'a.pubkey': JSON.stringify({ pubKey: pem('gateway-7') }),
    'b.pubkey.old': '',
  });
  const machines = machinesInFolder(folder.path('keys'));
  expect(machines.map(({ name }) => name)).toEqual(['a', 'shop 1']);
  expect(machines[0]?.key.equals(key('gateway-7'))).toBe(true);
  writeFiles(folder.path('keys'), { 'a.pubkey': pem('other') });
  expect(() => machinesInFolder(folder.path('keys'))).toThrow(
    'contains two keys of machine "a", in a.pub.pem and a.pubkey: remove the old one',
  );
});

test.each([
  ['a', 'a', true],
  ['a/b/c', 'a', true],
  ['a/../a/b', 'a', true],
  ['ab', 'a', false],
  ['a/../b', 'a', false],
  ['..', 'a', false],
  ['a/..b', 'a', true],
])('%s within %s is %s', (path, of, expected) => {
  expect(isWithin(path, of)).toBe(expected);
});
