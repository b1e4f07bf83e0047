import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { runCommand, startCommand, type Ended } from './command';

const GOOD =
  '{"defaultAction":"SCMP_ACT_ERRNO","syscalls":[{"names":["execve","exit","exit_group","rt_sigreturn"],"action":"SCMP_ACT_ALLOW"}]}';
const BAD = GOOD.replace('"execve",', '"execve",\n"bpf",');

let folder: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secure-edge-'));
  fs.writeFileSync(path.join(folder, 'good.json'), GOOD);
  fs.writeFileSync(path.join(folder, 'bad.json'), BAD);
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const seccomp = (args: string[]): Promise<Ended> => runCommand(folder, ['seccomp', ...args]);

test('a profile without findings ends with 0 and prints nothing', async () => {
  expect(await seccomp(['good.json'])).toEqual({ code: 0, stdout: '', stderr: '' });
});

test('a finding at high ends with 1, and is reported with file, line, severity and lint', () => {
  const { code, stdout, stderr } = startCommand(folder, ['seccomp', 'good.json', '-'], BAD);
  expect(code).toBe(1);
  expect(stdout).toMatch(/^-:2: high dangerous-call: -: "bpf" is allowed: .*\n {2}remove "bpf"/);
  expect(stderr).toBe('');
});

test('the JSON form contains the file, its profiles, findings and, with --render, the rendered profile', async () => {
  const { code, stdout } = await seccomp(['bad.json', '--format', 'json', '--render']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    files: [
      {
        file: 'bad.json',
        profiles: ['bad'],
        findings: [
          {
            rule: 'dangerous-call',
            severity: 'high',
            profile: 'bad',
            line: 2,
            message: expect.any(String),
            fix: expect.any(String),
          },
        ],
        rendered: `${JSON.stringify(JSON.parse(BAD), null, 2)}\n`,
      },
    ],
  });
  expect(JSON.parse((await seccomp(['good.json', '--format', 'json'])).stdout)).toEqual({
    version: 1,
    files: [{ file: 'good.json', profiles: ['good'], findings: [] }],
  });
});

test('in text form, --render writes only the profile to standard output', async () => {
  const { code, stdout, stderr } = await seccomp(['bad.json', '--render']);
  expect({ code, stdout }).toEqual({ code: 1, stdout: `${JSON.stringify(JSON.parse(BAD), null, 2)}\n` });
  expect(stderr).toContain('bad.json:2: high dangerous-call');
});

describe('unreadable input', () => {
  beforeEach(() => {
    fs.writeFileSync(path.join(folder, 'broken.json'), '{\n  "syscalls": [,]\n}');
    fs.writeFileSync(path.join(folder, 'nul.json'), '{\n\0}');
    fs.writeFileSync(path.join(folder, 'latin1.json'), Buffer.from([0x7b, 0xff, 0x7d]));
    fs.writeFileSync(path.join(folder, 'large.json'), ' '.repeat(10 * 1024 * 1024));
    fs.writeFileSync(path.join(folder, 'deep.json'), '['.repeat(1_000_000));
    fs.mkdirSync(path.join(folder, 'folder'));
  });

  test.each([
    ['broken.json', 'broken.json:2:16: expected a value, found ","\n'],
    ['nul.json', 'nul.json:2:1: contains the character NUL: it is not a text file\n'],
    ['latin1.json', 'latin1.json: is not UTF-8\n'],
    ['large.json', 'large.json: is larger than 4 MiB, the limit for a profile\n'],
    ['deep.json', 'deep.json:1:66: values are nested deeper than 64 levels\n'],
    ['folder', 'folder: is a folder: specify the files in it\n'],
    ['nothing.json', 'nothing.json: does not exist\n'],
    ['/dev/zero', '/dev/zero: is a device\n'],
    ['-', '-:1:1: expected a value, found the end of the text\n'],
  ])('%s ends with 2 and one line', async (file, stderr) => {
    const ended = file === '-' ? startCommand(folder, ['seccomp', '-']) : await seccomp([file]);
    expect(ended).toEqual({ code: 2, stdout: '', stderr });
  });

  test('does not hide findings, and the exit code is 2', async () => {
    const { code, stdout, stderr } = await seccomp(['broken.json', 'bad.json', '--format', 'json']);
    expect(code).toBe(2);
    expect(JSON.parse(stdout).files).toMatchObject([{ file: 'bad.json', findings: [{}] }]);
    expect(stderr).toMatch(/^broken\.json:2:16: .*\n$/);
  });

  test.each([
    [[], /missing required argument/],
    [['good.json', '--format', 'yaml'], /Allowed choices are text, json/],
  ])('bad usage %j ends with 2', async (args, words) => {
    const { code, stderr } = await seccomp(args);
    expect(code).toBe(2);
    expect(stderr).toMatch(words);
  });
});
