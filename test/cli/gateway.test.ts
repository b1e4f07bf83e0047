import { generateKeyPairSync } from 'node:crypto';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { GatewayPreparation } from '../../src/gateway/gateway-preparation';
import { PackageCommissioning } from '../../src/gateway/package-commissioning';
import { ParsecProvider, ParsecRelease } from '../../src/gateway/parsec-release';
import { IdentityRegistry } from '../../src/gateway/identity-registry';
import { runCommand, startCommand, type Ended } from './command';

const registry = IdentityRegistry._empty('ids.json')._assign('signer', 'gateway-7');

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gateway-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const gateway = (...args: string[]): Promise<Ended> => runCommand(folder, ['gateway', ...args]);

test('the script of a gateway creates the users of an existing registry', () => {
  fs.writeFileSync(path.join(folder, 'edge-identities.json'), registry._toJson());
  expect(startCommand(folder, ['gateway', '--gateway', 'gateway-7'])).toEqual({
    code: 0,
    stdout: new GatewayPreparation({ registry, gateway: 'gateway-7' }).toShellScript(),
    stderr: '',
  });
});

test('every option has its effect', async () => {
  fs.writeFileSync(path.join(folder, 'ids.json'), registry._toJson());
  const options = ['--identities', 'ids.json', '--gateway', 'gateway-7', '--format', 'cloud-init'];
  const props = {
    registry,
    gateway: 'gateway-7',
    release: ParsecRelease.IZUMA,
    provider: ParsecProvider.SOFTWARE,
    groupId: 1300,
  };
  expect(await gateway(...options, '--parsec', 'izuma', '--provider', 'software', '--group-id', '1300')).toEqual({
    code: 0,
    stdout: new GatewayPreparation(props).toCloudInit(),
    stderr: '',
  });
});

test('without a registry, the script creates no users for apps, and a line reports it', async () => {
  expect(await gateway()).toEqual({
    code: 0,
    stdout: new GatewayPreparation().toShellScript(),
    stderr: 'no edge-identities.json in this folder: the script creates no users for apps\n',
  });
});

test.each([
  ['a missing registry', ['--identities', 'ids.json'], 'identity registry "ids.json": does not exist'],
  ['an unknown format', ['--format', 'bat'], "'bat' is invalid"],
  ['an unknown release', ['--parsec', '2'], 'Allowed choices are 1.5, izuma'],
  ['an unknown provider', ['--provider', 'yubikey'], 'Allowed choices are tpm, software, pkcs11'],
  ['a group by name', ['--group-id', 'parsec'], '--group-id must be the number of a group, got "parsec"'],
  ["root's group", ['--group-id', '0'], 'secure-edge gateway: --group-id must not be 0, the group of root'],
  [
    'a trial that ends now',
    ['--expires', '0d'],
    '--expires must be a number of days, such as 7d, or a day after today',
  ],
  ['a trial that has ended', ['--expires', '2020-01-01'], 'got "2020-01-01"'],
  ['a trial without a unit', ['--expires', '7'], 'got "7"'],
  ['an invalid name of a gateway', ['--gateway', '$(reboot)'], 'secure-edge gateway: --gateway must be at most 253'],
])('%s ends with 2 and no script', async (_what, args, words) => {
  const { code, stdout, stderr } = await gateway(...args);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(words);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('--expires gives the accounts a last day, as a number of days or as the day', async () => {
  fs.writeFileSync(path.join(folder, 'edge-identities.json'), registry._toJson());
  const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const before = day(7);
  const { code, stdout } = await gateway('--expires', '7d');
  const days = [before, day(7)]; // midnight can be between the two
  expect(code).toBe(0);
  expect(days.map((expires) => new GatewayPreparation({ registry, expires }).toShellScript())).toContain(stdout);
  expect((await gateway('--expires', '2999-12-31')).stdout).toBe(
    new GatewayPreparation({ registry, expires: '2999-12-31' }).toShellScript(),
  );
});

test('a damaged registry ends with 2 and no script', async () => {
  fs.writeFileSync(path.join(folder, 'edge-identities.json'), '{}');
  const { code, stdout, stderr } = await gateway();
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('line 1: must have "version"');
});

describe('secure-edge gateway packages', () => {
  const pem = generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }).toString();

  test('writes the script that commissions a machine', async () => {
    fs.writeFileSync(path.join(folder, 'release.pub.pem'), pem);
    const options = ['--key-folder', '/mnt/data/key', '--verify', 'release.pub.pem', '--ecs-config', '/opt/ecs.json'];
    const props = { machine: 'gateway-7', keyFolder: '/mnt/data/key', trustedKey: pem, ecsConfig: '/opt/ecs.json' };
    expect(await gateway('packages', 'gateway-7', ...options)).toEqual({
      code: 0,
      stdout: new PackageCommissioning(props).toShellScript(),
      stderr: '',
    });
  });

  test('writes cloud-init for a key in Parsec, and reports that nothing is installed at boot', async () => {
    expect(await gateway('packages', 'gateway-7', '--key', 'parsec:packages', '--format', 'cloud-init')).toEqual({
      code: 0,
      stdout: new PackageCommissioning({ machine: 'gateway-7', parsecKey: 'packages' }).toCloudInit(),
      stderr: 'no --verify: nothing is installed at boot\n',
    });
  });

  test.each([
    ['an invalid name of a machine', ['a/b'], 'must not contain a slash'],
    ['a machine name that the old reader treats as a payload', ['a.gz'], 'must not end in .enc or .gz'],
    ['a key in a file', ['m', '--key', 'key.pem'], '--key must be parsec:NAME, got "key.pem"'],
    ['a missing key of a signer', ['m', '--verify', 'none'], 'public key "none": does not exist'],
    ['a relative folder', ['m', '--key-folder', 'here'], '--key-folder must be an absolute path'],
    ['no machine', [], "missing required argument 'machine'"],
  ])('refuses %s', async (_what, args, words) => {
    const { code, stdout, stderr } = await gateway('packages', ...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
  });
});
