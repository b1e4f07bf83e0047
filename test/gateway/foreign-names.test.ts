import * as fc from 'fast-check';
import { load } from 'js-yaml';
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { toCloudInit } from '../../src/gateway/cloud-init';
import { commissioningScript } from '../../src/gateway/commissioning-script';
import { packageFiles, PACKAGES } from '../../src/gateway/package-files';
import { hostileText } from '../diagnostics/hostile-text';

/** Names that the library rejects earlier. They contain neither NUL, which a shell cannot pass on, nor lone surrogates. */
const hostile = hostileText
  .map((text) => text.replaceAll('\0', ''))
  .filter((text) => text !== '' && !/\p{Surrogate}/u.test(text));
const name = fc.oneof(
  hostile,
  fc.constantFrom(
    "'; touch owned; '",
    '\nEND\ntouch owned\n',
    "'\nEND\ntouch owned\n'",
    '`touch owned`',
    '\\',
    '%s%n',
    '-n',
    '\u2028bootcmd: [[touch, owned]]\u2028z: |\u2028 q',
  ),
);

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'foreign-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function sh(input: string, env: Record<string, string> = {}, ...options: string[]): string {
  const { stdout, stderr, status } = spawnSync('/bin/sh', ['-eu', ...options], {
    input,
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, ...env },
  });
  expect({ stderr, status }).toEqual({ stderr: '', status: 0 });
  expect(existsSync(join(folder, 'owned'))).toBe(false);
  return stdout;
}

const commissioned = (machine: string, key: string, trustedKey: string, ecsConfig: string): string =>
  commissioningScript({ machine, keyFolder: '/keys', parsecKey: key, trustedKey, ecsConfig });

/** Steps of the script that only print their arguments. */
const STUBS = `
for step in want_folder want_key want_key_name check_ecs want_access want_program want_secure_edge want_enabled; do
  eval "$step() { :; }"
done
want_file() { printf '%s\\0' "$1"; cat; printf '\\0'; }
printf '%s\\0' "$machine" "$key" "$ecs"
prepare
`;

test('every name is one word of the script that commissions a machine, and none ends a file in it', () => {
  fc.assert(
    fc.property(name, name, name, name, (machine, key, trustedKey, ecsConfig) => {
      const text = commissioned(machine, key, trustedKey, ecsConfig);
      sh(text, {}, '-n');
      const [steps] = text.split('\nif [ $# -gt 1 ]');
      const files = packageFiles({ machine, key: `parsec:${key}`, trustedKey });
      expect(sh(`${steps}\n${STUBS}`).split('\0').slice(0, -1)).toEqual([
        machine,
        key,
        ecsConfig,
        ...files.flatMap(({ path, text }) => [path, text.endsWith('\n') ? text : `${text}\n`]),
      ]);
    }),
    { numRuns: 25 },
  );
}, 60_000);

test('every name is one argument of the command that installs at boot', () => {
  mkdirSync(join(folder, 'bin'));
  const program = join(folder, 'bin/secure-edge');
  writeFileSync(program, '#!/bin/sh\nprintf "%s\\n--\\n" "$@"\n');
  chmodSync(program, 0o755);
  fc.assert(
    fc.property(name, name, (machine, key) => {
      mkdirSync(join(folder, 'due'), { recursive: true });
      const file = "$(touch owned)'\n::error::x";
      writeFileSync(join(folder, 'due', file), '');
      const install = packageFiles({ machine, key, trustedKey: 'key' }).find(({ path }) =>
        path.endsWith('install-due'),
      );
      const said = sh((install?.text ?? '').replaceAll(PACKAGES, folder), {
        PATH: `${folder}/bin:${process.env['PATH']}`,
      });
      const [, , given, , as, , by] = said.split('\n--\n');
      expect([given, as, by]).toEqual([`due/${file}`, machine, key]);
    }),
    { numRuns: 20 },
  );
}, 60_000);

test('every reader of YAML reads the script as one value of the cloud-init configuration', () => {
  const scripts: string[] = [];
  fc.assert(
    fc.property(name, name, name, (machine, key, ecs) => void scripts.push(commissioned(machine, key, 'key', ecs))),
  );
  scripts.push('', ' ', '\n', ' indented\n', '- a\n', 'no end', 'two ends\n\n', '\ttab\n', '#\u0085a: b');
  const texts = scripts.map((script) => toCloudInit('/etc/secure-edge/commission', script));
  const values = scripts.map((content) => ({
    write_files: [{ path: '/etc/secure-edge/commission', permissions: '0700', content }],
    runcmd: [['/etc/secure-edge/commission']],
  }));
  expect(texts.filter((text) => !text.startsWith('#cloud-config\n'))).toEqual([]);
  expect(texts.map((text) => parse(text))).toEqual(values);
  expect(texts.map((text) => load(text))).toEqual(values);
  const { stdout, stderr } = spawnSync('/usr/bin/python3', [join(__dirname, 'cloud-init.py')], {
    input: JSON.stringify(texts),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (stderr.includes('ModuleNotFoundError') && process.env['CI'] === undefined) {
    console.warn('not read by cloud-init\'s own reader, which is missing: install the package "python3-yaml"');
    return;
  }
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual(values);
}, 60_000);
