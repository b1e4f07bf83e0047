import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { GatewayPreparation } from '../../src/edge/gateway/gateway-preparation';
import { ParsecProvider, ParsecRelease } from '../../src/edge/gateway/parsec-release';
import { IdentityRegistry } from '../../src/edge/identity-registry';
import { SECURE_EDGE } from './program';

const PROGRAM = [SECURE_EDGE, 'gateway'];
const registry = IdentityRegistry._empty('ids.json')._assign('signer', 'gateway-7');

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gateway-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function gateway(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...PROGRAM, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

test('the script of a gateway is written with the users of the registry that is there', () => {
  fs.writeFileSync(path.join(folder, 'edge-identities.json'), registry._toJson());
  expect(gateway('--gateway', 'gateway-7')).toEqual({
    code: 0,
    stdout: new GatewayPreparation({ registry, gateway: 'gateway-7' }).toShellScript(),
    stderr: '',
  });
});

test('every option has its effect', () => {
  fs.writeFileSync(path.join(folder, 'ids.json'), registry._toJson());
  const options = ['--identities', 'ids.json', '--gateway', 'gateway-7', '--format', 'cloud-init'];
  const props = {
    registry,
    gateway: 'gateway-7',
    release: ParsecRelease.IZUMA,
    provider: ParsecProvider.SOFTWARE,
    groupId: 1300,
  };
  expect(gateway(...options, '--parsec', 'izuma', '--provider', 'software', '--group-id', '1300')).toEqual({
    code: 0,
    stdout: new GatewayPreparation(props).toCloudInit(),
    stderr: '',
  });
});

test('without a registry the script makes no users for apps, and a line says so', () => {
  expect(gateway()).toEqual({
    code: 0,
    stdout: new GatewayPreparation().toShellScript(),
    stderr: 'no edge-identities.json here: the script makes no users for apps\n',
  });
});

test.each([
  ['a registry that is not there', ['--identities', 'ids.json'], 'identity registry "ids.json": does not exist'],
  ['a form that nobody knows', ['--format', 'bat'], "'bat' is invalid"],
  ['a release that nobody knows', ['--parsec', '2'], 'Allowed choices are 1.5, izuma'],
  ['a provider that nobody knows', ['--provider', 'yubikey'], 'Allowed choices are tpm, software, pkcs11'],
  ['a group by name', ['--group-id', 'parsec'], '--group-id must be the number of a group, got "parsec"'],
  ["root's group", ['--group-id', '0'], "groupId must not be 0, which is root's"],
  ['a gateway that is no name', ['--gateway', '$(reboot)'], 'gateway must be at most 253'],
])('%s ends with 2 and no script', (_what, args, words) => {
  const { code, stdout, stderr } = gateway(...args);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(words);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('a damaged registry ends with 2 and no script', () => {
  fs.writeFileSync(path.join(folder, 'edge-identities.json'), '{}');
  const { code, stdout, stderr } = gateway();
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('line 1: must have "version"');
});
