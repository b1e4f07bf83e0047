import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { EXIT_CODES, ExitCode } from '../../src/cli/exit-code';
import { SECURE_EDGE } from '../programs';
import { runCommand } from './command';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: b\n';
const REPORT_TO = 'https://github.com/cdk8s-secure-edge/cdk8s-secure-edge/issues';

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'internal-error-'));
  fs.writeFileSync(path.join(folder, 'a.yaml'), POD);
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: string[], env: NodeJS.ProcessEnv = {}): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [SECURE_EDGE, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { code: status, stdout, stderr };
}

/** Runs the command together with code that fails in its process, as a mistake in the program would. */
function runWith(code: string, args: string[]): Ended {
  fs.writeFileSync(path.join(folder, 'mistake.cjs'), code);
  return run(args, { NODE_OPTIONS: `--require ${path.join(folder, 'mistake.cjs')}` });
}

const THROWN = `const write = process.stdout.write; process.stdout.write = () => { throw new TypeError('a mistake'); };`;
const MISTAKES: ReadonlyArray<readonly [string, string, RegExp]> = [
  ['is thrown', THROWN, /TypeError: a mistake/],
  ['is thrown later', `setTimeout(() => { throw new TypeError('a mistake'); }, 0);`, /TypeError: a mistake/],
  ['rejects a promise', `setTimeout(() => Promise.reject(new TypeError('a mistake')), 0);`, /TypeError: a mistake/],
  ['is not an Error', `setTimeout(() => { throw 'a mistake'; }, 0);`, /a mistake/],
  [
    'has only a code of Node.js',
    `process.stdout.write = () => require('node:path').join(null);`,
    /The "path" argument must be of type string/,
  ],
  [
    'exceeds the stack',
    `process.stdout.write = function deeper() { return deeper() + 1; };`,
    /RangeError: Maximum call stack size exceeded/,
  ],
];

test.each(MISTAKES)('an unexpected error that %s ends with 70 and one line', (_what, code, words) => {
  const { code: status, stderr } = runWith(code, ['check', 'a.yaml']);
  expect(status).toBe(ExitCode.INTERNAL);
  expect(stderr).toMatch(words);
  expect(stderr).toContain(`internal error, please report it to ${REPORT_TO}: `);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test.each([[['check', 'a.yaml', '--debug']], [['--debug', 'check', 'a.yaml']]])(
  'shows the stack trace for %j',
  (args) => {
    const { code, stderr } = runWith(THROWN, args);
    expect(code).toBe(ExitCode.INTERNAL);
    expect(stderr).toMatch(/a mistake\nTypeError: a mistake\n    at .*mistake\.cjs/);
  },
);

test('reads --debug after -- as a path', () => {
  const { code, stderr } = runWith(THROWN, ['check', 'a.yaml', '--', '--debug']);
  expect(code).toBe(ExitCode.INTERNAL);
  expect(stderr).not.toMatch(/\n\s*at /);
});

test('prints an unexpected error on one line, without control characters, and shortened', () => {
  const { stderr } = runWith(
    `setTimeout(() => { throw new Error('a\\n::error::b\\u001b[2J\\u202e' + 'x'.repeat(9999)); }, 0);`,
    ['check', 'a.yaml'],
  );
  const [line = ''] = stderr.split('\n').filter((each) => each.startsWith('internal error'));
  expect(line).toContain('Error: a\\u000a::error::b\\u001b[2J\\u202ex');
  expect(line.length).toBeLessThan(700);
  expect(stderr).not.toMatch(/[\u001b\u202e]|^::error/m);
});

test('an error that a pack file of the user throws later ends with 70', () => {
  fs.writeFileSync(path.join(folder, 'pack.cjs'), `process.nextTick(() => { throw new Error('a mistake'); });`);
  const { code, stderr } = run(['check', 'a.yaml', '--pack', './pack.cjs']);
  expect(code).toBe(ExitCode.INTERNAL);
  expect(stderr).toMatch(/internal error, .*: Error: a mistake\n/);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('expected errors keep exit code 2', async () => {
  expect(run(['check', 'none.yaml']).code).toBe(ExitCode.UNUSABLE);
  for (const args of [['no-command'], ['package', 'inspect', 'none.pkg']])
    expect((await runCommand(folder, args)).code).toBe(ExitCode.UNUSABLE);
});

test('lists every exit code in the help and in the documentation', async () => {
  const { code, stdout } = await runCommand(folder, ['--help']);
  expect(code).toBe(ExitCode.DONE);
  for (const [exitCode, meaning] of EXIT_CODES) expect(stdout).toMatch(new RegExp(`\\n  ${exitCode} +${meaning}`));
  const page = fs.readFileSync(path.resolve(__dirname, '../../docs/ci.md'), 'utf8');
  for (const [exitCode, meaning] of EXIT_CODES)
    expect(page).toMatch(new RegExp(`\n\\| ${exitCode} +\\| ${meaning} +\\|`));
  expect(EXIT_CODES.map(([exitCode]) => exitCode)).toEqual([0, 1, 2, 70]);
});

test('a full disk under standard output ends with 2 and one line', () => {
  const full = fs.openSync('/dev/full', 'w');
  const { status, stderr } = spawnSync(process.execPath, [SECURE_EDGE, 'rules'], {
    stdio: ['ignore', full, 'pipe'],
    encoding: 'utf8',
  });
  fs.closeSync(full);
  expect(status).toBe(ExitCode.UNUSABLE);
  expect(stderr).toMatch(/^standard output: cannot be written: ENOSPC/);
});

describe('a reader that closes the pipe early', () => {
  const early = (args: string): string[] => {
    const line = `${process.execPath} ${SECURE_EDGE} ${args} | true; echo "\${PIPESTATUS[0]}"`;
    const { stdout, stderr } = spawnSync('bash', ['-c', line], { cwd: folder, encoding: 'utf8' });
    return [stdout, stderr];
  };
  const WEAK = `${'apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: b}]}\n---\n'.repeat(9)}`;

  test('gets no message', () => {
    expect(early('rules --format json')).toEqual(['0\n', '']);
  });

  test('does not turn findings into a success', () => {
    fs.writeFileSync(path.join(folder, 'weak.yaml'), WEAK);
    expect(early('check weak.yaml --format json')).toEqual(['1\n', '']);
  });

  test('does not stop harden before it has written its files', () => {
    const file = path.join(folder, 'weak.yaml');
    fs.writeFileSync(file, WEAK);
    expect(early('harden weak.yaml --in-place 2>&1')).toEqual(['0\n', '']);
    expect(fs.readFileSync(file, 'utf8')).toContain('runAsNonRoot: true');
  });
});
