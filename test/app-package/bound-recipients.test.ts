import { sign } from 'node:crypto';
import * as fs from 'node:fs';
import { boundMachines, isBoundMachines } from '../../src/app-package/bound-recipients';
import { changeRecipients } from '../../src/app-package/change-recipients';
import { AppPackageForm } from '../../src/app-package/app-package-form';
import { inspectPackage } from '../../src/app-package/inspect-package';
import { fingerprint } from '../../src/app-package/keys/public-key';
import type { Machine } from '../../src/app-package/machine';
import type { Opener } from '../../src/app-package/open-package';
import * as signatures from '../../src/app-package/package-signature';
import { failure, keyPair, machineKey, open, pack, readFiles, signer, temporaryFolder, writeFiles } from './workbench';

// properties that a spy can replace
jest.mock('../../src/app-package/package-signature', () => ({
  __esModule: true,
  ...jest.requireActual<object>('../../src/app-package/package-signature'),
}));

const { signStatement, statedMachines, verifyStatement } = signatures;
const folder = temporaryFolder();
const machine = (name: string, key = name): Machine => ({
  name,
  key: keyPair(key).publicKey,
});
const opener = (name: string, key = name): Opener => ({
  machine: name,
  key: machineKey(key),
});
const TRUSTED = { trustedKey: signer.publicKey };
const BOUND = { signingKey: signer.privateKey, bindMachines: true };

beforeEach(() => {
  writeFiles(folder.path('files'), { 'docker-compose.yml': 'version: "2"\n' });
});

/** Adds a recipient as an attacker with the key of a bound machine can do it. */
async function retarget(file: string, to: Machine, by: Opener, instead?: string): Promise<void> {
  const spy = jest.spyOn(signatures, 'statedMachines').mockReturnValue(undefined);
  if (instead !== undefined) await changeRecipients(file, { add: [], remove: [instead] }, by);
  await changeRecipients(file, { add: [to], remove: [] }, by);
  spy.mockRestore();
}

/** A valid signature of any statement. */
function withPayload(statement: object): string {
  const [header = ''] = signStatement({ sha256: {} }, signer.privateKey).split('.');
  const input = `${header}.${Buffer.from(JSON.stringify(statement)).toString('base64url')}`;
  return `${input}.${sign(null, Buffer.from(input), signer.privateKey).toString('base64url')}`;
}

describe.each([AppPackageForm.SEALED, AppPackageForm.ENCRYPTED])('a bound %s package', (form) => {
  const packed = (): Promise<string> =>
    pack(folder.path('files'), folder.path('p'), {
      form,
      ...BOUND,
      machines: [machine('gateway-7'), machine('gateway-8')],
    });

  test('opens on the machines that its signer bound', async () => {
    const file = await packed();
    for (const name of ['gateway-7', 'gateway-8']) {
      await open(file, folder.path(name), { opener: opener(name), ...TRUSTED });
      expect(readFiles(folder.path(name))).toEqual(readFiles(folder.path('files')));
    }
  });

  test('is rejected if a machine sealed it again for another machine', async () => {
    const file = await packed();
    await retarget(file, machine('gateway-9'), opener('gateway-7'));
    for (const by of ['gateway-9', 'gateway-7'])
      expect(await failure(open(file, folder.path('out'), { opener: opener(by), ...TRUSTED }))).toContain(
        'is bound by its signer to "gateway-7", "gateway-8", but has keys for "gateway-7", "gateway-8", "gateway-9"',
      );
    expect(fs.existsSync(folder.path('out'))).toBe(false);
  });

  test('is rejected by another machine with the name of a bound one', async () => {
    const file = await packed();
    await retarget(file, machine('gateway-8', 'impostor'), opener('gateway-7'), 'gateway-8');
    expect(await failure(open(file, folder.path('out'), { opener: opener('gateway-8', 'impostor') }))).toContain(
      'is bound by its signer to another key of machine "gateway-8": to ',
    );
    await open(file, folder.path('out'), { opener: opener('gateway-7'), ...TRUSTED });
  });

  test('keeps its recipients', async () => {
    const file = await packed();
    const before = fs.readFileSync(file);
    const add = { add: [machine('gateway-9')], remove: [] };
    for (const change of [add, { add: [], remove: ['gateway-8'] }])
      expect(await failure(changeRecipients(file, change, opener('gateway-7')))).toContain(
        'is bound by its signer to "gateway-7", "gateway-8": other recipients need a new signature',
      );
    expect(fs.readFileSync(file).equals(before)).toBe(true);
  });

  test('shows the machines and the fingerprints of their keys', async () => {
    expect((await inspectPackage(await packed())).boundMachines).toEqual(
      ['gateway-7', 'gateway-8'].map((name) => ({ name, fingerprint: fingerprint(keyPair(name).publicKey) })),
    );
  });
});

test('a signed package that is not bound accepts new machines', async () => {
  const file = await pack(folder.path('files'), folder.path('p'), { signingKey: signer.privateKey });
  expect((await inspectPackage(file)).boundMachines).toBeUndefined();
  await changeRecipients(file, { add: [machine('gateway-9')], remove: [] }, opener('gateway-7'));
  await open(file, folder.path('out'), { opener: opener('gateway-9'), ...TRUSTED });
});

test('a machine whose name ends in .lockkey opens a package that is bound to it', async () => {
  const name = 'gateway-7.lockkey';
  const machines = [machine(name, 'gateway-7')];
  const request = { form: AppPackageForm.ENCRYPTED, ...BOUND, machines };
  const file = await pack(folder.path('files'), folder.path('p'), request);
  await open(file, folder.path('out'), { opener: opener(name, 'gateway-7'), ...TRUSTED });
});

test('machines are bound only by a signature, and only in a form with machines', async () => {
  const packed = (request: object): Promise<string> =>
    failure(pack(folder.path('files'), folder.path('p'), { bindMachines: true, ...request }));
  expect(await packed({})).toContain('cannot bind its machines without a signature: sign it');
  expect(await packed({ form: AppPackageForm.CLEAR, signingKey: signer.privateKey })).toContain(
    'is clear and has no machines to bind',
  );
  expect(fs.existsSync(folder.path('p'))).toBe(false);
});

describe('a statement', () => {
  const sha256 = { 'MANIFEST.JSON': 'a', payload: 'b' };
  const machines = boundMachines([machine('b', 'gateway-8'), machine('a', 'gateway-7')]);

  test('has its machines sorted by name', () => {
    expect(machines.map(({ name }) => name)).toEqual(['a', 'b']);
    const jws = signStatement({ sha256, machines }, signer.privateKey);
    expect(verifyStatement(jws, sha256)?.machines).toEqual(machines);
    expect(statedMachines(jws)).toEqual(machines);
  });

  test.each([
    ['no machine', []],
    ['a value that is not a list', { name: 'a' }],
    ['null', [null]],
    ['another order', [...machines].reverse()],
    ['a duplicate machine', [machines[0], machines[0]]],
    ['an invalid fingerprint', [{ name: 'a', fingerprint: 'x' }]],
    ['a name that is a number', [{ ...machines[0], name: 1 }]],
  ])('is not valid with %s', (_, bound) => {
    expect(isBoundMachines(bound)).toBe(false);
    const jws = withPayload({ sha256, machines: bound });
    expect(verifyStatement(jws, sha256)).toBeUndefined();
  });

  test('is not valid with additional keys', () => {
    expect(verifyStatement(withPayload({ sha256, machines, more: 1 }), sha256)).toBeUndefined();
    expect(
      verifyStatement(withPayload({ sha256, machines: machines.map((each) => ({ ...each, x: 1 })) }), sha256),
    ).toBeUndefined();
    expect(verifyStatement(withPayload({ sha256, machines }), sha256)).toBeDefined();
  });
});
