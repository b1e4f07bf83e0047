import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { changeRegistry } from '../../src/cli/identity-registry-file';
import { IdentityRegistry } from '../../src/gateway/identity-registry';
import { runs } from '../exhaustive';
import { SECURE_EDGE } from '../programs';
import { runCommand, startCommand, type Ended } from './command';

const PROGRAM = [SECURE_EDGE, 'identity'];
const FILE = 'edge-identities.json';

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'identity-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const identity = (...args: string[]): Promise<Ended> => runCommand(folder, ['identity', ...args]);

test('the life of an identity: assigned once, listed, retired with the command that removes its keys', async () => {
  expect(startCommand(folder, ['identity', 'assign', 'signer', '--gateway', 'gateway-7'])).toEqual({
    code: 0,
    stdout: '10000\n',
    stderr: '',
  });
  const text = fs.readFileSync(path.join(folder, FILE), 'utf8');
  expect((await identity('assign', 'signer', '--gateway', 'gateway-7')).stdout).toBe('10000\n');
  expect(fs.readFileSync(path.join(folder, FILE), 'utf8')).toBe(text);
  expect((await identity('assign', 'reader')).stdout).toBe('10001\n');
  const retired = await identity('retire', 'signer', '--gateway', 'gateway-7');
  expect(retired.code).toBe(0);
  expect(retired.stdout).toContain('on gateway-7:\n  parsec-tool delete-client --client 10000\n');
  const today = new Date().toISOString().slice(0, 10);
  expect((await identity('list')).stdout).toBe(
    `UID    APP     GATEWAY    STATE\n10000  signer  gateway-7  retired ${today}\n10001  reader  every      assigned\n`,
  );
  expect((await identity('list', '--gateway', 'gateway-8')).stdout).toBe(
    'UID    APP     GATEWAY  STATE\n10001  reader  every    assigned\n',
  );
  expect(fs.readdirSync(folder)).toEqual([FILE]);
});

test.each([
  ['no app', ['assign'], 'secure-edge identity assign: needs the name of the app'],
  ['no such action', ['remove', 'x'], "'remove' is invalid for argument 'action'"],
  ['a bad name', ['assign', 'a b'], 'app must be at most 63'],
  ['an app that has none', ['retire', 'x'], 'has no identity for app "x"'],
  [
    'a missing folder',
    ['assign', 'x', '--identities', 'no/ids.json'],
    '"no/ids.json.lock": the file or its folder does not exist (ENOENT)',
  ],
  ['no registry to list', ['list'], 'does not exist: run "npx secure-edge identity assign APP" for each app'],
])('%s ends with 2, one line, and no file', async (_what, args, words) => {
  const { code, stdout, stderr } = await identity(...args);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain(words);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('a damaged registry ends with 2, is reported with its line, and is not changed', async () => {
  const damaged = '{\n  "version": 1,\n  "identities": [\n';
  fs.writeFileSync(path.join(folder, FILE), damaged);
  for (const args of [['assign', 'x'], ['retire', 'x'], ['list']]) {
    const { code, stderr } = await identity(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^identity registry "edge-identities\.json": line \d: is not valid JSON\n$/);
  }
  expect(fs.readFileSync(path.join(folder, FILE), 'utf8')).toBe(damaged);
  expect(fs.readdirSync(folder)).toEqual([FILE]);
});

test('concurrent processes lose no entry and assign no number twice', async () => {
  const count = runs(5, 12);
  const ended = Array.from({ length: count }, (_, i) => {
    const child = spawn(process.execPath, [...PROGRAM, 'assign', `app-${i}`], { cwd: folder });
    let stdout = '';
    child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    return new Promise<string>((resolve) => child.on('close', (code) => resolve(`${code} ${stdout.trim()}`)));
  });
  const given = (await Promise.all(ended)).sort();
  expect(given).toEqual(Array.from({ length: count }, (_, i) => `0 ${10000 + i}`));
  const registry = IdentityRegistry.fromFile(path.join(folder, FILE));
  expect(registry._given.map((entry) => entry.app).sort()).toEqual(given.map((_, i) => `app-${i}`).sort());
  expect(fs.readdirSync(folder)).toEqual([FILE]);
}, 120_000);

test('a process waits for another one, and reads what it wrote', async () => {
  const file = path.join(folder, FILE);
  fs.writeFileSync(`${file}.lock`, '1\n');
  const waiting = changeRegistry(file, (registry) => registry._assign('b'));
  await new Promise((resolve) => setTimeout(resolve, 100));
  fs.writeFileSync(file, IdentityRegistry._empty(file)._assign('a')._toJson());
  fs.rmSync(`${file}.lock`);
  expect((await waiting).after.identity('b').userId).toBe(10001);
});

test('a link to a registry remains a link', async () => {
  const file = path.join(folder, 'real.json');
  const link = path.join(folder, FILE);
  fs.writeFileSync(file, IdentityRegistry._empty(file)._toJson());
  fs.symlinkSync('real.json', link);
  await changeRegistry(link, (registry) => registry._assign('a'));
  expect(fs.lstatSync(link).isSymbolicLink()).toBe(true);
  expect(IdentityRegistry.fromFile(file).identity('a').userId).toBe(10000);
});

test('a failed change leaves neither a file nor a lock', async () => {
  const file = path.join(folder, FILE);
  await expect(changeRegistry(file, (registry) => registry._assign('A'))).rejects.toThrow('app must be');
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('a lock that is never released is reported, with a fix', async () => {
  const file = path.join(folder, FILE);
  fs.writeFileSync(`${file}.lock`, '4711\n');
  await expect(changeRegistry(file, (registry) => registry._assign('a'), 50)).rejects.toThrow(
    `lock ${JSON.stringify(`${file}.lock`)}: is held by process 4711: if that process does not exist anymore, delete the file and try again`,
  );
  expect(fs.readdirSync(folder)).toEqual([`${FILE}.lock`]);
});
