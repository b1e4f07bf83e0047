import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { SECURE_EDGE } from '../programs';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'init-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const FILES = [
  '.github/workflows/manifests.yml',
  '.gitignore',
  'README.md',
  'cdk8s.yaml',
  'edge-identities.json',
  'images.lock.json',
  'jest.config.js',
  'main.ts',
  'package.json',
  'site.test.ts',
  'site.ts',
  'tsconfig.json',
];

function init(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const run = spawnSync(process.execPath, [SECURE_EDGE, 'init', ...args], { cwd: folder, encoding: 'utf8' });
  return { code: run.status, stdout: run.stdout, stderr: run.stderr };
}

function filesIn(path: string): string[] {
  const below = readdirSync(join(folder, path), { recursive: true, withFileTypes: true });
  return below
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, path).length + 1))
    .sort();
}

const text = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');

test('writes a project with the name of its folder, and the next steps', () => {
  const { code, stdout, stderr } = init('Shop 7');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(filesIn('Shop 7')).toEqual(FILES);
  for (const file of FILES) expect(stdout).toContain(`${join('Shop 7', file)}\n`);
  expect(stdout).toContain("  cd 'Shop 7'\n  npm install --ignore-scripts\n");
  expect(JSON.parse(text('Shop 7', 'package.json')).name).toBe('shop-7');
  expect(text('Shop 7', 'main.ts')).toContain("new Site(app, 'shop-7', {");
  for (const file of FILES) expect(text('Shop 7', file)).not.toMatch(/{{|}}[^)\]}]*$/);
});

test('pins every package to the version that this package is tested with', () => {
  init('shop');
  const own = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  const { devDependencies } = JSON.parse(text('shop', 'package.json')) as { devDependencies: Record<string, string> };
  expect(devDependencies['cdk8s-secure-edge']).toBe(own.version);
  for (const [name, version] of Object.entries(devDependencies))
    if (name !== 'cdk8s-secure-edge') expect([name, version]).toEqual([name, own.devDependencies[name]]);
});

test('locks an image of this project, and assigns a user', () => {
  init('shop');
  const { images } = JSON.parse(readFileSync(join(__dirname, '../../images/images.lock.json'), 'utf8'));
  expect(JSON.parse(text('shop', 'images.lock.json')).images.web.digest).toBe(images['hello-user'].digest);
  expect(JSON.parse(text('shop', 'edge-identities.json')).identities).toEqual([{ uid: 10000, app: 'web' }]);
});

test('the workflow pins its actions to commits, and runs without rights to write', () => {
  init('shop');
  const { permissions, jobs } = parse(text('shop', '.github/workflows/manifests.yml'));
  expect(permissions).toEqual({ contents: 'read' });
  const uses = jobs.manifests.steps.flatMap((step: { uses?: string }) => step.uses ?? []);
  expect(uses).toHaveLength(2);
  for (const action of uses) expect(action).toMatch(/@[0-9a-f]{40}$/);
});

test('writes into the current folder, and the name of a folder without letters is "edge"', () => {
  mkdirSync(join(folder, '--'));
  const run = spawnSync(process.execPath, [SECURE_EDGE, 'init'], { cwd: join(folder, '--'), encoding: 'utf8' });
  expect(run.status).toBe(0);
  expect(run.stdout).not.toContain('cd ');
  expect(JSON.parse(text('--', 'package.json')).name).toBe('edge');
});

test('never overwrites a file: it names every file that exists, and writes nothing', () => {
  mkdirSync(join(folder, 'shop'));
  writeFileSync(join(folder, 'shop/package.json'), '{}');
  symlinkSync('nowhere', join(folder, 'shop/main.ts'));
  const { code, stdout, stderr } = init('shop');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toBe(`secure-edge init: 2 problems
  - "shop/package.json" exists: specify another folder, or move the file away
  - "shop/main.ts" exists: specify another folder, or move the file away
`);
  expect(filesIn('shop')).toEqual(['main.ts', 'package.json']);
  expect(text('shop/package.json')).toBe('{}');
});

test('does not write through a link to another folder', () => {
  mkdirSync(join(folder, 'shop'));
  mkdirSync(join(folder, 'elsewhere'));
  symlinkSync('../elsewhere', join(folder, 'shop/.github'));
  const { code, stderr } = init('shop');
  expect(code).toBe(2);
  expect(stderr).toContain('leads through the link shop/.github');
  expect(existsSync(join(folder, 'shop/package.json'))).toBe(false);
  expect(filesIn('elsewhere')).toEqual([]);
});

test('a folder that is a file is an error, and not a stack trace', () => {
  writeFileSync(join(folder, 'shop'), '');
  const { code, stdout, stderr } = init('shop');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).not.toMatch(/\n\s+at /);
});
