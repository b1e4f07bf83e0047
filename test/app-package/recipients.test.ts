import * as fs from 'node:fs';
import { changeRecipients } from '../../src/app-package/change-recipients';
import { AppPackageForm } from '../../src/app-package/app-package-form';
import { readPackage } from '../../src/app-package/read-package';
import {
  collect,
  failure,
  keyPair,
  machineKey,
  open,
  pack,
  readFiles,
  signer,
  temporaryFolder,
  writeFiles,
} from './workbench';

const folder = temporaryFolder();
const opener = { machine: 'gateway-7', key: machineKey('gateway-7') };
const other = { name: 'gateway-8', key: keyPair('other').publicKey };
const otherOpener = { machine: 'gateway-8', key: machineKey('other') };

beforeEach(() => {
  writeFiles(folder.path('files'), { 'docker-compose.yml': 'version: "2"\n' });
});

function payloadOf(file: string): Promise<Buffer> {
  return readPackage(file, {}, ({ payload }) => collect(payload.bytes()));
}

describe.each([AppPackageForm.SEALED, AppPackageForm.ENCRYPTED])('of a %s package', (form) => {
  test('a machine is added and another one removed, while payload and signature stay as they are', async () => {
    const file = await pack(folder.path('files'), folder.path('p'), { form, signingKey: signer.privateKey });
    const payload = await payloadOf(file);
    expect(await changeRecipients(file, { add: [other], remove: [] }, opener)).toEqual(['gateway-7', 'gateway-8']);
    for (const [i, by] of [opener, otherOpener].entries())
      await open(file, folder.path(`out-${i}`), { opener: by, trustedKey: signer.publicKey });
    expect(await changeRecipients(file, { add: [], remove: ['gateway-7'] }, otherOpener)).toEqual(['gateway-8']);
    expect(await failure(open(file, folder.path('out')))).toContain('has no key for machine "gateway-7"');
    await open(file, folder.path('out'), { opener: otherOpener, trustedKey: signer.publicKey });
    expect(readFiles(folder.path('out'))).toEqual(readFiles(folder.path('files')));
    expect((await payloadOf(file)).equals(payload)).toBe(true);
  });

  test.each([
    [
      'a machine that is there',
      { add: [{ ...other, name: 'gateway-7' }], remove: [] },
      opener,
      'is for machine "gateway-7" already',
    ],
    ['the last machine gone', { add: [], remove: ['gateway-7'] }, opener, 'must stay for at least one machine'],
    [
      'a machine gone that is not there',
      { add: [], remove: ['x'] },
      opener,
      'is not for machine "x": it is for "gateway-7"',
    ],
    ['another one that has no name', { add: [{ ...other, name: '' }], remove: [] }, opener, 'must not be empty'],
    [
      'anything by a wrong key',
      { add: [other], remove: [] },
      { ...opener, key: otherOpener.key },
      'cannot be decrypted with this key',
    ],
    ['anything by another machine', { add: [other], remove: [] }, otherOpener, 'has no key for machine "gateway-8"'],
  ])('%s is refused, and the package stays as it was', async (_, change, by, message) => {
    const file = await pack(folder.path('files'), folder.path('p'), { form });
    const before = fs.readFileSync(file);
    expect(await failure(changeRecipients(file, change, by))).toContain(message);
    expect(fs.readFileSync(file).equals(before)).toBe(true);
    expect(fs.readdirSync(folder.path()).sort()).toEqual(['files', 'p']);
  });
});

test('a clear package has none', async () => {
  const file = await pack(folder.path('files'), folder.path('p'), { form: AppPackageForm.CLEAR });
  expect(await failure(changeRecipients(file, { add: [other], remove: [] }, opener))).toContain(
    'is clear, and has no recipients',
  );
});
