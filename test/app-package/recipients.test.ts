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
  test('machines are added and removed, while payload and signature do not change', async () => {
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
      'a machine that can already open it',
      { add: [{ ...other, name: 'gateway-7' }], remove: [] },
      opener,
      'is already for machine "gateway-7"',
    ],
    ['the removal of the last machine', { add: [], remove: ['gateway-7'] }, opener, 'must be for at least one machine'],
    [
      'the removal of an unknown machine',
      { add: [], remove: ['x'] },
      opener,
      'is not for machine "x": it is for "gateway-7"',
    ],
    ['a machine without a name', { add: [{ ...other, name: '' }], remove: [] }, opener, 'must not be empty'],
    [
      'a change with a wrong key',
      { add: [other], remove: [] },
      { ...opener, key: otherOpener.key },
      'cannot be decrypted with this key',
    ],
    ['a change by another machine', { add: [other], remove: [] }, otherOpener, 'has no key for machine "gateway-8"'],
  ])('%s is rejected, and the package does not change', async (_, change, by, message) => {
    const file = await pack(folder.path('files'), folder.path('p'), { form });
    const before = fs.readFileSync(file);
    expect(await failure(changeRecipients(file, change, by))).toContain(message);
    expect(fs.readFileSync(file).equals(before)).toBe(true);
    expect(fs.readdirSync(folder.path()).sort()).toEqual(['files', 'p']);
  });
});

test('a clear package has no recipients', async () => {
  const file = await pack(folder.path('files'), folder.path('p'), { form: AppPackageForm.CLEAR });
  expect(await failure(changeRecipients(file, { add: [other], remove: [] }, opener))).toContain(
    'is clear, and has no recipients',
  );
});
