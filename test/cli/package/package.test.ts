import { Command, CommanderError } from 'commander';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { addPackage } from '../../../src/cli/package/package';
import { ExitCode } from '../../../src/cli/exit-code';
import { InputError } from '../../../src/diagnostics/input-error';
import { keyPair, readFiles, signer, temporaryFolder, writeFiles } from '../../app-package/workbench';
import { SECURE_EDGE } from '../../programs';

// each test starts Node.js
jest.setTimeout(60_000);

const PROGRAM = [SECURE_EDGE, 'package'];
const HERE = process.cwd();
const folder = temporaryFolder();

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

beforeEach(() => process.chdir(folder.path()));
afterEach(() => process.chdir(HERE));

/** Runs the command in this process, with the exit code of `secure-edge`. */
async function run(args: string[]): Promise<Run> {
  let code: number = ExitCode.UNUSABLE;
  let [stdout, stderr] = ['', ''];
  const out = (text: string | Uint8Array): boolean => ((stdout += String(text)), true);
  const err = (text: unknown): void => void (stderr += `${String(text)}\n`);
  const spies = [
    jest.spyOn(process.stdout, 'write').mockImplementation(out),
    jest.spyOn(console, 'log').mockImplementation((text: string) => void out(`${text}\n`)),
    jest.spyOn(console, 'error').mockImplementation(err),
  ];
  const program = new Command('secure-edge');
  addPackage(program, (ended) => (code = ended));
  for (const command of [...program.commands, ...program.commands.flatMap(({ commands }) => commands)])
    command.exitOverride().configureOutput({ writeErr: err });
  try {
    await program.parseAsync(['package', ...args], { from: 'user' });
  } catch (error) {
    if (error instanceof InputError) err(error.message);
    else if (!(error instanceof CommanderError)) throw error;
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
  return { code, stdout, stderr };
}

/** Arguments that give a passphrase with a file descriptor. */
function withPassphrase(passphrase: string): string[] {
  fs.writeFileSync('passphrase', `${passphrase}\n`);
  return ['--passphrase-fd', String(fs.openSync('passphrase', 'r'))];
}

function writeKey(
  name: string,
  keys: { privateKey: typeof signer.privateKey; publicKey: typeof signer.publicKey },
  passphrase?: string,
): void {
  const secret = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  fs.writeFileSync(
    folder.path(`${name}.key.pem`),
    keys.privateKey.export({ type: 'pkcs8', format: 'pem', ...secret }),
    { mode: 0o600 },
  );
  fs.writeFileSync(folder.path(`${name}.pub.pem`), keys.publicKey.export({ type: 'spki', format: 'pem' }));
}

const PACK = ['pack', 'app', '--output', 'web.pkg', '--name', 'web', '--app-version', '1.2.3'];
const OPEN = ['open', 'web.pkg', '--output', 'out', '--machine', 'gateway-7', '--key', 'gateway-7.key.pem'];

beforeEach(() => {
  writeKey('gateway-7', keyPair('gateway-7'), 'a passphrase');
  writeKey('gateway-8', keyPair('other'));
  writeKey('signer', signer);
  writeFiles(folder.path('app'), { 'docker-compose.yml': 'version: "2"\n', 'data/text': 'some text' });
});

test('a package is packed, inspected, given to another machine and opened there', async () => {
  fs.writeFileSync(folder.path('m.json'), '{"Author":"Bob"}');
  const more = ['--machine', 'gateway-7=gateway-7.pub.pem', '--sign', 'signer.key.pem', '--manifest', 'm.json'];
  expect(await run([...PACK, ...more])).toEqual({ code: 0, stdout: '', stderr: '' });

  const key = ['--machine', 'gateway-7', '--key', 'gateway-7.key.pem'];
  const secret = 'a passphrase';
  const inspected = await run(['inspect', 'web.pkg', '--format', 'json', ...key, ...withPassphrase(secret)]);
  expect(JSON.parse(inspected.stdout)).toMatchObject({
    version: 1,
    form: 'sealed',
    name: 'web',
    appVersion: '1.2.3',
    manifest: { Author: 'Bob', name: 'web', version: '1.2.3' },
    recipients: ['gateway-7'],
    signer: { algorithm: 'EdDSA' },
    entries: [
      { path: 'data', kind: 'folder', mode: '0755', link: null },
      { path: 'data/text', kind: 'file', size: 9 },
      { path: 'docker-compose.yml' },
    ],
    images: [],
  });

  const add = await run([
    'recipients',
    'web.pkg',
    'add',
    'gateway-8=gateway-8.pub.pem',
    ...key,
    ...withPassphrase(secret),
  ]);
  expect(add).toEqual({ code: 0, stdout: 'for gateway-7, gateway-8\n', stderr: '' });
  const open = await run([
    'open',
    'web.pkg',
    '--output',
    'out',
    '--machine',
    'gateway-8',
    '--key',
    'gateway-8.key.pem',
    '--verify',
    'signer.pub.pem',
  ]);
  expect(open).toMatchObject({ code: 0, stderr: '' });
  expect(open.stdout).toMatch(/^sealed, signed by [0-9a-f]{64}: 3 entries in out\n$/);
  expect(readFiles(folder.path('out'))).toEqual(readFiles(folder.path('app')));
});

test('a package that binds its machines reports it and keeps them', async () => {
  const key = ['--machine', 'gateway-8', '--key', 'gateway-8.key.pem'];
  const machine = ['--machine', 'gateway-8=gateway-8.pub.pem'];
  expect(await run([...PACK, ...machine, '--bind-machines'])).toMatchObject({
    code: 2,
    stderr: 'package "web.pkg": cannot bind its machines without a signature: sign it\n',
  });
  expect(await run([...PACK, ...machine, '--bind-machines', '--sign', 'signer.key.pem'])).toMatchObject({ code: 0 });
  expect((await run(['inspect', 'web.pkg'])).stdout).toContain('\nbound       by the signer to only these machines\n');
  expect(JSON.parse((await run(['inspect', 'web.pkg', '--format', 'json'])).stdout)).toMatchObject({
    boundMachines: [{ name: 'gateway-8', fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/) as string }],
  });
  expect(await run(['recipients', 'web.pkg', 'add', 'gateway-7=gateway-7.pub.pem', ...key])).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('other recipients need a new signature') as string,
  });
  expect(await run(['open', 'web.pkg', '--output', 'out', ...key, '--verify', 'signer.pub.pem'])).toMatchObject({
    code: 0,
  });
});

test('an old form opens with a warning, and the text form describes it', async () => {
  expect(await run([...PACK, '--form', 'clear'])).toEqual({ code: 0, stdout: '', stderr: '' });
  expect((await run(['inspect', 'web.pkg'])).stdout.split('\n').slice(0, 2)).toEqual([
    'form        clear: has no integrity protection',
    'app         web 1.2.3',
  ]);
  expect(await run(['open', 'web.pkg', '--output', 'out'])).toEqual({
    code: 0,
    stdout: 'clear, unsigned: 3 entries in out\n',
    stderr:
      'package "web.pkg": unsigned and clear: this form has no integrity protection, so changes are not detected\n',
  });
});

test('a new key is reported with its paths, and without a secret', async () => {
  const made = await run(['keygen', 'gateway-9', '--output', 'keys', ...withPassphrase('a passphrase')]);
  expect(made.code).toBe(0);
  expect(made.stdout).toMatch(
    /^private key keys\/gateway-9.key.pem: keep it secret, and only where it is used\npublic key keys\/gateway-9.pub.pem, SHA-256 [0-9a-f]{64}\n$/,
  );
  expect(fs.readFileSync(folder.path('keys/gateway-9.key.pem'), 'utf8')).toContain('ENCRYPTED PRIVATE KEY');
  expect(await run(['keygen', 'gateway-9', '--output', 'keys'])).toMatchObject({ code: 2, stdout: '' });
});

test('a wrong passphrase has the same message as a damaged key', async () => {
  fs.writeFileSync('web.pkg', '');
  const { code, stderr } = await run([...OPEN, ...withPassphrase('another')]);
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'private key "gateway-7.key.pem": cannot be read with this passphrase\n',
  });
});

test('the program has the exit code of the command', () => {
  const start = (...args: string[]): number | null => spawnSync(process.execPath, [...PROGRAM, ...args]).status;
  expect(start(...PACK, '--form', 'clear')).toBe(0);
  expect(start(...PACK, '--form', 'clear')).toBe(2);
  expect(start('pack')).toBe(2);
});

describe('install', () => {
  const INSTALL = ['install', 'web.pkg', '--root', 'root', '--static-pod-path', 'pods'];
  const VERIFIED = [...INSTALL, '--machine', 'gateway-8', '--key', 'gateway-8.key.pem', '--verify', 'signer.pub.pem'];
  const POD = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web' },
    spec: { containers: [{ name: 'c', image: 'i' }] },
  };

  beforeEach(async () => {
    fs.mkdirSync('pods');
    writeFiles(folder.path('app'), { 'manifests/web.yaml': JSON.stringify(POD) });
    await run([...PACK, '--machine', 'gateway-8=gateway-8.pub.pem', '--sign', 'signer.key.pem']);
  });

  test('prints the steps of a dry run, runs them, and then has nothing to do', async () => {
    const dry = await run([...VERIFIED, '--dry-run']);
    const MISSING = 'image "i" is not in the package: the machine must have it, or pull it from its registry\n';
    expect(dry).toMatchObject({ code: 0, stderr: MISSING });
    expect(dry.stdout.split('\n')).toEqual([
      expect.stringMatching(/^would unpack to .*root\/installed\/web\/1\.2\.3-[0-9a-f]{12}$/),
      expect.stringMatching(/^would write the static pod .*pods\/web\+default\+web\.yaml$/),
      expect.stringMatching(/^would record the installation in /),
      'web 1.2.3: nothing was changed',
      '',
    ]);
    expect(fs.readdirSync('pods')).toEqual([]);
    const done = await run(VERIFIED);
    expect(done).toMatchObject({ code: 0, stderr: MISSING });
    expect(done.stdout).toMatch(/^unpack to [^]*\nweb 1\.2\.3: is installed\n$/);
    expect(await run(VERIFIED)).toEqual({
      code: 0,
      stdout: 'web 1.2.3: is already installed, nothing to do\n',
      stderr: MISSING,
    });
  });

  test('ends with 1 if a step failed and was undone', async () => {
    fs.mkdirSync('pods/.web+default+web.yaml.new');
    const { code, stdout, stderr } = await run(VERIFIED);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/\npackage "web.pkg": could not write the static pod .*; everything was undone\n$/);
  });

  test('reports a privileged pod, and installs it and an older version only if both are accepted', async () => {
    await run(VERIFIED);
    fs.rmSync('web.pkg');
    const privileged = { ...POD, spec: { ...POD.spec, hostNetwork: true } };
    writeFiles(folder.path('app'), { 'manifests/web.yaml': JSON.stringify(privileged) });
    const older = PACK.map((arg) => (arg === '1.2.3' ? '1.2.2' : arg));
    await run([...older, '--machine', 'gateway-8=gateway-8.pub.pem', '--sign', 'signer.key.pem']);
    const accept = ['--accept-privileged', 'default/web'];
    expect(await run([...VERIFIED, '--downgrade'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'package "web.pkg": requests privileges for Pod "default/web" (host namespaces (hostNetwork=true)): accept them with --accept-privileged default/web\n',
    });
    expect(await run([...VERIFIED, ...accept])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('version 1.2.2 is older than version 1.2.3, which is installed') as string,
    });
    const { code, stdout, stderr } = await run([...VERIFIED, ...accept, '--downgrade']);
    expect({ code, last: stdout.split('\n').at(-2) }).toEqual({
      code: 0,
      last: 'web 1.2.2: is installed, replaces 1.2.3',
    });
    expect(stderr).toContain('Pod "default/web" is privileged: host namespaces (hostNetwork=true)\n');
  });

  test('is followed by list, status, stop, start, rollback and remove', async () => {
    const folders = ['--root', 'root', '--static-pod-path', 'pods'];
    const last = ({ code, stdout, stderr }: Run): object => ({ code, stderr, last: stdout.trim().split('\n').at(-1) });
    const done = (line: string): object => ({ code: ExitCode.DONE, stderr: '', last: line });
    expect(last(await run(['list', ...folders]))).toEqual(done('no app is installed'));
    expect(last(await run([...VERIFIED, '--delay-start']))).toMatchObject({
      code: ExitCode.DONE,
      last: 'web 1.2.3: is installed',
    });
    expect(fs.readdirSync('pods')).toEqual([]);
    expect(last(await run(['start', 'web', ...folders]))).toEqual(done('web 1.2.3: is started'));
    expect(last(await run(['start', 'web', ...folders]))).toEqual(done('web 1.2.3: is already started, nothing to do'));
    expect(JSON.parse((await run(['list', '--format', 'json', ...folders])).stdout)).toEqual({
      version: 1,
      apps: [
        {
          name: 'web',
          appVersion: '1.2.3',
          form: 'sealed',
          digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) as string,
          target: 'static-pods',
          state: 'started',
          since: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string,
          previousVersion: null,
          pods: ['default/web'],
          images: [],
          volumes: [],
        },
      ],
    });
    const unknown = await run(['status', 'web', '--kubelet', 'http://127.0.0.1:1', ...folders]);
    expect(unknown).toMatchObject({ code: ExitCode.UNUSABLE, stdout: '' });
    expect(unknown.stderr).toContain('kubelet "http://127.0.0.1:1": does not report its pods');
    expect(last(await run(['stop', 'web', ...folders]))).toEqual(done('web 1.2.3: is stopped'));
    expect((await run(['list', 'web', ...folders])).stdout).toMatch(/^web 1\.2\.3\n {2}state {5}stopped since 20/);
    expect(last(await run(['rollback', 'web', ...folders]))).toMatchObject({
      code: ExitCode.UNUSABLE,
      stderr: expect.stringContaining('has no previous version on this machine') as string,
    });
    expect(last(await run(['remove', 'web', ...folders]))).toMatchObject({ last: 'web 1.2.3: is removed' });
    expect(last(await run(['stop', 'web', ...folders]))).toMatchObject({ code: ExitCode.UNUSABLE });
    expect(last(await run(['status', ...folders]))).toEqual(done('no app is installed'));
  });

  test('reports differences from the manifests, and installs an unsigned package only on request', async () => {
    fs.rmSync('web.pkg');
    const deployment = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'd' },
      spec: { template: { spec: POD.spec } },
    };
    const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 's' } };
    writeFiles(folder.path('app'), {
      'manifests/more.yaml': `${JSON.stringify(deployment)}\n---\n${JSON.stringify(service)}`,
    });
    await run([...PACK, '--form', 'clear']);
    const { code, stderr } = await run([...INSTALL, '--accept-unsigned', '--accept', 'Service']);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: [
        'package "web.pkg": unsigned and clear: this form has no integrity protection, so changes are not detected',
        'Deployment "d": becomes one pod of this machine\'s kubelet',
        'Service "s": is left out, as accepted',
        'image "i" is not in the package: the machine must have it, or pull it from its registry',
        '',
      ].join('\n'),
    });
  });

  test.each([
    [
      'neither --verify nor --accept-unsigned',
      INSTALL,
      'needs either --verify with the public key of the signer, or --accept-unsigned',
    ],
    [
      'both',
      [...VERIFIED, '--accept-unsigned'],
      'needs either --verify with the public key of the signer, or --accept-unsigned',
    ],
    ['another target', [...VERIFIED, '--to', 'moon'], 'Allowed choices are static-pods, cluster'],
    [
      'a program that loads no images',
      [...VERIFIED, '--image-client', 'tar'],
      'Allowed choices are ctr, k3s, podman, docker',
    ],
    ['an unknown Kubernetes', [...VERIFIED, '--kubernetes', '1.12'], '--kubernetes must be 1.13 to 1.37, got "1.12"'],
    ['no key of the machine', [...INSTALL, '--verify', 'signer.pub.pem'], 'give the name of a machine with --machine'],
  ])('ends with 2 for %s', async (_, args, words) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
    expect(fs.readdirSync('pods')).toEqual([]);
  });
});

describe('ends with 2 and a message', () => {
  test.each([
    ['no machine', PACK, 'is sealed, and needs at least one machine'],
    ['a machine without its key', [...PACK, '--machine', 'gateway-7'], 'must be NAME=PUB.pem'],
    [
      'a package in its own folder',
      [...PACK, '--form', 'clear', '--output', 'app/p'],
      'is in the folder that is packed',
    ],
    ['an unknown form', [...PACK, '--form', 'zip'], "argument 'zip' is invalid"],
    ['an invalid size', [...OPEN, '--max-size', 'much'], 'must be a number of bytes'],
    [
      'a machine without its key',
      ['open', 'web.pkg', '--output', 'out', '--machine', 'gateway-7'],
      'must be given together',
    ],
    ['a missing package', ['inspect', 'none'], 'package "none": does not exist'],
    ['a file that is not a package', ['inspect', 'm.json'], 'is not an app package'],
    ['no key for a change', ['recipients', 'web.pkg', 'remove', 'gateway-7'], 'needs --machine and --key'],
    ['no command', [], 'Usage: secure-edge package'],
  ])('%s', async (_, args, words) => {
    fs.writeFileSync(folder.path('m.json'), '{}');
    fs.writeFileSync(folder.path('web.pkg'), '');
    if (args[0] === 'pack') fs.rmSync(folder.path('web.pkg'));
    const { code, stdout, stderr } = await run(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(words);
  });
});
