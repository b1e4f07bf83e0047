import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { RAW, readsCommand } from '../diagnostics/hostile-text';
import { some } from '../exhaustive';
import { SECURE_EDGE } from '../programs';

/** A name that clears a screen, hides the text after it, and starts a line for a CI runner. */
const NAME = '::warning::a\u001b[2J\u202e\u2028\n::error::owned ##[error]owned\r\u009b\u200b';

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'foreign-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function run(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SECURE_EDGE, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

/** Expects output that contains the name, and nothing that a terminal or a CI runner would act on. */
function expectHarmless(printed: string): void {
  expect(RAW.exec(printed)).toBeNull();
  expect(printed.split('\n').filter(readsCommand)).toEqual([]);
}

function write(name: string, text: string): string {
  fs.writeFileSync(path.join(folder, name), text);
  return name;
}

const POD = `apiVersion: v1
kind: Pod
metadata: {name: ${JSON.stringify(NAME)}}
spec:
  containers: [{name: ${JSON.stringify(NAME)}, image: x, securityContext: {privileged: true}}]
`;

// every format is tested without a process, too
test.each(some(['text', 'json', 'sarif', 'junit', 'markdown', 'html'], 2))(
  'check --format %s escapes the name of a file',
  (format) => {
    const { code, stdout, stderr } = run('check', write(`${NAME}.yaml`, POD), `${NAME}.json`, '--format', format);
    expect(code).toBe(2);
    expectHarmless(stdout);
    expectHarmless(stderr);
    expect(stderr).toContain('\\u003a:warning::a\\u001b[2J\\u202e\\u2028\\u000a::error::owned \\u0023#[error]owned');
  },
);

test('harden escapes names in a diff, and writes the manifest byte by byte', () => {
  const value = '  ::error::owned\u202e';
  const manifest = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n    note: |\n      a\n    ${value}\nspec: {containers: [{name: web, image: x}]}\n`;
  const { stdout, stderr } = run('harden', write(`${NAME}.yaml`, manifest));
  expectHarmless(stderr);
  expect(stderr).toContain('\\u003a:error::owned');
  expect(stdout).toContain('::error::owned');
});

test.each([
  ['apparmor', 2, `profile "${NAME.replace(/["\n]/g, '')}" { capability ${NAME} }`],
  ['seccomp', 2, `{"defaultAction": "${NAME}"}`],
  ['seccomp', 1, JSON.stringify({ defaultAction: NAME, syscalls: [{ names: [NAME], action: NAME }] })],
])('%s reports what it cannot read by its escapes', (command, unreadable, text) => {
  for (const options of some([[], ['--format', 'json']], 1)) {
    const { code, stdout, stderr } = run(command, ...options, write(`${NAME}.txt`, text), `${NAME}.none`);
    expect(code).toBe(2);
    expectHarmless(stdout);
    expectHarmless(stderr);
    // one line for each unreadable file
    expect(stderr.split('\n').slice(0, -1)).toHaveLength(unreadable);
  }
});

test('apparmor escapes the names of file and profile in findings', () => {
  const file = write(`${NAME}.txt`, 'profile "a\u202e::b" flags=(complain) {\n  file,\n}\n');
  for (const options of [[], ['--format', 'json']]) {
    const { stdout, stderr } = run('apparmor', ...options, file);
    expect(stderr).toBe('');
    expectHarmless(stdout);
    expect(stdout).toContain('a\\u202e::b');
  }
  expect(run('apparmor', '--render', file).stdout).toContain('\u202e');
});

test.each(
  some(
    [
      ['package', 'inspect', NAME],
      ['package', 'open', NAME, '--output', NAME],
      ['package', 'install', NAME, '--verify', NAME],
      ['package', 'pack', NAME, '--output', 'x', '--name', NAME, '--app-version', NAME, '--machine', `${NAME}=${NAME}`],
      ['package', 'recipients', NAME, 'add', NAME],
      ['package', 'keygen', NAME, '--output', NAME],
      ['identity', 'assign', NAME],
      ['identity', 'list', '--identities', NAME],
      ['gateway', '--gateway', NAME],
      ['gateway', 'packages', NAME],
      ['gateway', 'packages', 'm', '--verify', NAME],
      ['check', 'x', '--pack', NAME],
      ['check', 'x', '--pack', `./${NAME}.js`],
      ['check', 'x', `--${NAME}`],
      ['check', 'x', '--format', NAME],
      ['chec\u202e\n::error::owned'],
      [NAME],
    ],
    7,
  ).map((args) => [args.map((arg) => arg.replaceAll(NAME, 'NAME').replace(/[^ -~]/g, '')).join(' '), args] as const),
)('%s ends with 2 and names what is wrong by its escapes', (_shown, args) => {
  const { code, stdout, stderr } = run(...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toBe('');
  expect(stderr).not.toMatch(/\n\s+at /);
  expectHarmless(stderr);
});

test('a mistyped option is reported with a similar name on the next line', () => {
  expect(run('check', '.', '--formt', 'text')).toEqual({
    code: 2,
    stdout: '',
    stderr: "error: unknown option '--formt'\n(Did you mean --format?)\n",
  });
});
