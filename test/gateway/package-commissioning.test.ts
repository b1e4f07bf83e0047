import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { version } from '../../package.json';
import { commissioningScript } from '../../src/gateway/commissioning-script';
import { PackageCommissioning, type PackageCommissioningProps } from '../../src/gateway/package-commissioning';
import { packageFiles } from '../../src/gateway/package-files';

const TRUSTED = '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA\n-----END PUBLIC KEY-----\n';
const script = (props: Partial<PackageCommissioningProps> = {}): string =>
  new PackageCommissioning({ machine: 'gateway-7', ...props }).toShellScript();

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'commissioning-'))));
afterEach(() => rmSync(folder, { recursive: true }));

test('the script is equal to the golden file', () => {
  const written = script({ trustedKey: TRUSTED }).replaceAll(`want_secure_edge ${version}`, 'want_secure_edge VERSION');
  expect(written).toBe(readFileSync(join(__dirname, 'golden/commission.sh'), 'utf8'));
});

test('a machine without a trusted key does not install packages at boot', () => {
  expect(packageFiles({ machine: 'gateway-7', key: 'key', trustedKey: undefined })).toEqual([]);
  expect(script()).not.toContain('secure-edge-packages.service');
});

test('the boot unit opens packages with the key in Parsec', () => {
  const text = script({ parsecKey: 'packages', trustedKey: TRUSTED });
  expect(text).toContain('--machine gateway-7 --key parsec:packages');
  expect(text).not.toContain('openssl');
});

test('the script is unchanged in the cloud-init configuration', () => {
  expect(parse(new PackageCommissioning({ machine: 'gateway-7' }).toCloudInit())).toEqual({
    write_files: [{ path: '/etc/secure-edge/commission', permissions: '0700', content: script() }],
    runcmd: [['/etc/secure-edge/commission']],
  });
});

test.each<[string, Partial<PackageCommissioningProps>]>([
  ...['relative', '/', '/a b', '/a/../$(x)', '/a/../b', '/a\n'].map(
    (keyFolder): [string, Partial<PackageCommissioningProps>] => ['keyFolder must be an absolute path', { keyFolder }],
  ),
  ...['', 'a b', "it's", '-r', '..', '$(touch x)', 'a\u2028b', 'a\nEND\nb', 'a'.repeat(81)].flatMap(
    (name): [string, Partial<PackageCommissioningProps>][] => [
      ['machine must be at most 80 of the characters', { machine: name }],
      ['parsecKey must be at most 80 of the characters', { parsecKey: name }],
    ],
  ),
  ['ecsConfig must be an absolute path', { ecsConfig: 'ecs.json' }],
  ['ecsConfig must be an absolute path', { ecsConfig: '/a\nb' }],
  ['ecsConfig must be an absolute path', { ecsConfig: '/a\u0085b' }],
  ['trustedKey must be a public key in PEM', { trustedKey: 'END\n' }],
  ['trustedKey must be a public key in PEM', { trustedKey: `${TRUSTED}END\ntouch broken\n` }],
  ['2 problems', { machine: '', ecsConfig: '' }],
])('rejects invalid options: %s (%j)', (words, props) => {
  expect(() => script(props)).toThrow(words);
});

const ECS = (content: object | string): string => {
  const file = join(folder, 'ecs.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return file;
};

/** Output of the script's check for a configuration of the old service. */
function checkOfEcs(content: object | string, keyFolder = '/mnt/data/key'): string[] {
  const text = commissioningScript({
    machine: 'gateway-7',
    keyFolder,
    parsecKey: undefined,
    trustedKey: undefined,
    ecsConfig: ECS(content),
  });
  const [functions = ''] = text.split('\nif [ $# -gt 1 ]');
  const input = `${functions}\nmode=check differences=0 refusals=0\ncheck_ecs\n`;
  const { stdout, stderr, status } = spawnSync('/bin/sh', ['-eu'], { input, encoding: 'utf8' });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  return stdout.split('\n').slice(0, -1);
}

describe("the old service's configuration", () => {
  test('is accepted if the service reads all its keys', () => {
    const content = { write_timeout: 30, key: '/mnt/data/key/key', Docker: { reserved_port: 1, reserved_ssl_port: 2 } };
    expect(checkOfEcs(content)).toEqual([]);
    expect(checkOfEcs({ key: '/k/key', key_name: '/k/key_name' }, '/k')).toEqual([]);
  });

  test('is reported with each known misspelling', () => {
    const file = join(folder, 'ecs.json');
    const unread = (key: string): string =>
      `left to you: ${file} has "${key}", which container-app-service does not read`;
    const content = { 'write_timeout:': 30, key_location: '/k', Docker: { reservedPort: 1, reservedSSLPort: 2 } };
    expect(checkOfEcs(content)).toEqual([
      `${unread('write_timeout:')}: write "write_timeout"`,
      `${unread('key_location')}: write "key"`,
      `${unread('reservedPort')}: write "reserved_port"`,
      `${unread('reservedSSLPort')}: write "reserved_ssl_port"`,
    ]);
  });

  test('is reported if it specifies another path of the key', () => {
    expect(checkOfEcs({ key: '/else/key' })[0]).toContain('has the key in /else/key: write "key": "/mnt/data/key/key"');
    expect(checkOfEcs({}, '/k')).toHaveLength(2);
  });
});

/** Part of the script that creates the key, in the test's own folder. */
function run(machine = 'gateway-7', mode = 'change'): { status: number | null; stdout: string; stderr: string } {
  const text = commissioningScript({
    machine,
    keyFolder: join(folder, 'key'),
    parsecKey: undefined,
    trustedKey: undefined,
    ecsConfig: undefined,
  });
  const [functions = ''] = text.split('\nif [ $# -gt 1 ]');
  const owner = `${process.getuid?.()}:${process.getgid?.()}`;
  const steps = `want_folder "$folder" ${owner} 755\nwant_key\nwant_key_name\necho "$differences $refusals"`;
  const input = `${functions.replaceAll('0:0', owner)}\nmode=${mode} differences=0 refusals=0\n${steps}\n`;
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-eu'], { input, encoding: 'utf8' });
  return { status, stdout, stderr };
}

const keyFile = (name: string): string => join(folder, 'key', name);

describe('the key of a machine', () => {
  test('is created once, is readable only by its owner, and is never printed', () => {
    const first = run();
    expect(first).toMatchObject({ status: 0, stderr: '' });
    const key = readFileSync(keyFile('key'), 'utf8');
    expect(first.stdout).not.toContain('KEY-----');
    const mode = spawnSync('stat', ['-c', '%a', keyFile('key'), keyFile('gateway-7.pub.pem')], { encoding: 'utf8' });
    expect(mode.stdout).toBe('600\n644\n');
    expect(readFileSync(keyFile('key_name'), 'utf8')).toBe('gateway-7');
    const length = spawnSync('openssl', ['rsa', '-in', keyFile('key'), '-noout', '-text'], { encoding: 'utf8' });
    expect(length.stdout).toContain('4096 bit');
    const pub = spawnSync('openssl', ['pkey', '-in', keyFile('key'), '-pubout'], { encoding: 'utf8' }).stdout;
    expect(readFileSync(keyFile('gateway-7.pub.pem'), 'utf8')).toBe(pub);

    expect(run('gateway-7', 'check').stdout).toBe('0 0\n');
    expect(run().stdout).toContain('0 0\n');
    expect(readFileSync(keyFile('key'), 'utf8')).toBe(key);

    writeFileSync(keyFile('key_name'), 'gateway-7\n');
    spawnSync('chmod', ['644', keyFile('key')]);
    expect(run('gateway-7', 'check').stdout).toMatch(
      /key is .* 644, wanted .* 600\n.*has a line break at its end\n2 0\n$/,
    );
    run();
    expect(readFileSync(keyFile('key_name'), 'utf8')).toBe('gateway-7');

    expect(run('gateway-8').stderr).toContain(
      'contains gateway-7: the packages of that machine could not be opened any more',
    );
    writeFileSync(keyFile('key'), 'no key');
    expect(run().stderr).toContain('must be an RSA key of at least 2048 bits');
  }, 60_000);
});
