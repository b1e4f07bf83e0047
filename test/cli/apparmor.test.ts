import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { SECURE_EDGE } from '../programs';

const GOOD = `abi <abi/3.0>,
include <tunables/global>

profile web flags=(attach_disconnected, mediate_deleted) {
  include <abstractions/base>

  /usr/bin/web mrix, # the server
}
`;
const BAD = GOOD.replace('mrix, # the server', 'ux,');

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secure-edge-'));
  fs.writeFileSync(path.join(folder, 'good'), GOOD);
  fs.writeFileSync(path.join(folder, 'bad'), BAD);
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function apparmor(args: string[], input = ''): { code: number | null; stdout: string; stderr: string } {
  const program = [SECURE_EDGE, 'apparmor'];
  const run = spawnSync(process.execPath, [...program, ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
    timeout: 60000,
  });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

test('a profile without findings ends with 0 and prints nothing', () => {
  expect(apparmor(['good'])).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('a finding at high ends with 1, and is reported with file, line, severity and lint', () => {
  const { code, stdout } = apparmor(['-'], BAD);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^-:7: critical unconfined-exec: web: .*\n {2}run it under this profile/);
});

test('the JSON form contains each file with its profiles and children, its findings, and the rendered profile', () => {
  const { code, stdout } = apparmor(['good', 'bad', '--format', 'json', '--render']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    files: [
      { file: 'good', profiles: ['web'], findings: [], rendered: GOOD },
      {
        file: 'bad',
        profiles: ['web'],
        findings: [
          {
            rule: 'unconfined-exec',
            severity: 'critical',
            profile: 'web',
            line: 7,
            message: expect.any(String),
            fix: expect.any(String),
          },
        ],
        rendered: BAD,
      },
    ],
  });
});

test('a child has the name that the kernel gives it, and a less severe finding ends with 0', () => {
  const child = GOOD.replace(
    '# the server',
    '\n  profile tool flags=(attach_disconnected) {\n    include <abstractions/base>\n    /a px,\n  }',
  );
  const { code, stdout } = apparmor(['-', '--format', 'json'], child);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).files).toMatchObject([
    { profiles: ['web', 'web//tool'], findings: [{ rule: 'kept-environment', severity: 'low', profile: 'web//tool' }] },
  ]);
});

test('in text form, --render writes only the profile to standard output', () => {
  expect(apparmor(['good', '--render'])).toEqual({ code: 0, stdout: GOOD, stderr: '' });
});

test.each([
  ['a rule that no parser accepts', GOOD.replace('mrix', 'rq'), /^-:7:\d+: \S.*\n$/],
  ['a profile that does not end', GOOD.replace('}\n', ''), /^-:\d+:\d+: \S.*\n$/],
  ['NUL', 'profile a {\n\0}', /^-:2:1: contains the character NUL: it is not a text file\n$/],
  ['ten million characters', '#'.repeat(10_000_000), /^-: is larger than 4 MiB, the limit for a profile\n$/],
])('%s ends with 2 and one line', (_what, text, words) => {
  const { code, stdout, stderr } = apparmor(['-'], text);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(words);
});

test('an unreadable file does not hide findings, and the exit code is 2', () => {
  const { code, stdout, stderr } = apparmor(['nothing', 'bad', '.']);
  expect(code).toBe(2);
  expect(stdout).toContain('bad:7: critical');
  expect(stderr).toBe('nothing: does not exist\n.: is a folder: specify the files in it\n');
});

test('files that include each other are reported with their place, and end with 2', () => {
  fs.writeFileSync(path.join(folder, 'a'), 'include <b>\n/a r,\n');
  fs.writeFileSync(path.join(folder, 'b'), '/b r,\ninclude <a>\n');
  expect(apparmor(['a', 'b'])).toEqual({
    code: 2,
    stdout: '',
    stderr: 'b:2:1: includes itself: a includes b includes a\n',
  });
});
