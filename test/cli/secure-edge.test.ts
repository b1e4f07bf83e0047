import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import { SECURE_EDGE } from '../programs';

const POD = 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: a\n      image: b\n';

let folder: string;
beforeEach(() => (folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secure-edge-'))));
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

function secureEdge(args: string[], input = ''): { code: number | null; stdout: string; stderr: string } {
  const program = [SECURE_EDGE];
  const { status, stdout, stderr } = spawnSync(process.execPath, [...program, ...args], {
    cwd: folder,
    input,
    encoding: 'utf8',
  });
  return { code: status, stdout, stderr };
}

test('manifests in files and folders are hardened to a folder with the same structure', () => {
  fs.mkdirSync(path.join(folder, 'in/sub'), { recursive: true });
  fs.writeFileSync(path.join(folder, 'in/a.yaml'), POD);
  fs.writeFileSync(path.join(folder, 'in/sub/b.yml'), POD);
  fs.writeFileSync(path.join(folder, 'in/notes.txt'), 'no manifest');
  fs.symlinkSync('..', path.join(folder, 'in/sub/loop'));
  const { code, stdout, stderr } = secureEdge(['harden', 'in', '--output', 'out', '--kubernetes', '1.30']);
  expect([code, stdout]).toEqual([0, '']);
  expect(stderr).toMatch(/^--- in\/a\.yaml\n\+\+\+ out\/a\.yaml\n@@ -6,3 \+6,/);
  expect(fs.readdirSync(path.join(folder, 'out'), { recursive: true, encoding: 'utf8' }).sort()).toEqual([
    'a.yaml',
    'sub',
    'sub/b.yml',
  ]);
  expect(fs.readFileSync(path.join(folder, 'out/sub/b.yml'), 'utf8')).toContain('runAsNonRoot: true');
});

test('standard input is hardened to standard output, for the requested Kubernetes version', () => {
  const { code, stdout } = secureEdge(['harden', '-', '--kubernetes', 'izuma-edge'], POD);
  expect(code).toBe(0);
  expect(stdout).toContain('seccomp.security.alpha.kubernetes.io/pod: runtime/default');
});

test.each([
  ['no path', ['harden'], /missing required argument/],
  ['an unknown command', ['hardn', 'x'], /unknown command 'hardn'/],
  ['an unknown version', ['harden', '.', '--kubernetes', '1.99'], /must be 1\.13 to 1\.37, got "1\.99"/],
  ['a missing file', ['harden', 'nothing.yaml'], /nothing\.yaml: does not exist/],
  ['a folder without manifests', ['harden', '.'], /no manifest at \./],
])('%s ends with 2 and one line of explanation', (_what, args, words) => {
  const { code, stdout, stderr } = secureEdge(args);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(words);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('a broken document ends with 2, is reported with file and line, and the rest is hardened', () => {
  fs.writeFileSync(path.join(folder, 'a.yaml'), `${POD}---\nfoo: [\n`);
  const { code, stdout, stderr } = secureEdge(['harden', 'a.yaml']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^a\.yaml:10: /m);
  expect(stdout).toContain('runAsNonRoot: true');
});

test('a text that is not UTF-8 is rejected', () => {
  fs.writeFileSync(path.join(folder, 'a.yaml'), Buffer.from([0x41, 0xff]));
  expect(secureEdge(['harden', 'a.yaml'])).toEqual({ code: 2, stdout: '', stderr: 'a.yaml: is not UTF-8\n' });
});
