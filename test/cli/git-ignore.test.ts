import { execFileSync, spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import * as os from 'node:os';
import * as path from 'node:path';
import * as fc from 'fast-check';
import { GitIgnore } from '../../src/cli/git-ignore';
import { IgnorePattern } from '../../src/cli/ignore-pattern';
import { runs } from '../exhaustive';

let folder: string;
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'secure-edge-'));
  execFileSync('git', ['init', '--quiet', folder]);
});
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

/** Files that are excluded when the folders from the root on are visited one after the other. */
function excluded(files: ReadonlyArray<string>, start = ''): string[] {
  return files.filter((file) => {
    const parts = file.split('/');
    let ignore = GitIgnore.in(path.join(folder, start));
    for (const [i] of parts.entries()) {
      const each = path.join(folder, start, ...parts.slice(0, i + 1));
      const isFolder = i < parts.length - 1;
      if (ignore.excludes(each, isFolder)) return true;
      if (isFolder) ignore = ignore.inside(each);
    }
    return false;
  });
}

function excludedByGit(files: ReadonlyArray<string>): string[] {
  const { stdout } = spawnSync('git', ['-C', folder, 'check-ignore', '--no-index', '-z', '--stdin'], {
    input: files.join('\0'),
    encoding: 'utf8',
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' },
  });
  return stdout.split('\0').filter((file) => file !== '');
}

function write(patterns: Readonly<Record<string, string>>): void {
  for (const name of fs.readdirSync(folder))
    if (name !== '.git') fs.rmSync(path.join(folder, name), { recursive: true });
  for (const [name, text] of Object.entries(patterns)) {
    fs.mkdirSync(path.join(folder, name), { recursive: true });
    fs.writeFileSync(path.join(folder, name, '.gitignore'), text);
  }
}

const FILES = [
  'a',
  'b',
  'a b',
  'ab',
  'b.yaml',
  'a/b',
  'a/ab',
  'b/a',
  'a/b/a',
  'a/a/b',
  'a/b/ab',
  'b/b/b',
  'b/a/b.yaml',
  '#a',
  '!a',
  'a]',
  'a-b',
];

test.each([
  'a',
  '/a',
  'a/',
  '*.yaml',
  'a/b',
  '/a/*',
  'a/**',
  '**/b',
  'a/**/b',
  '**',
  '*',
  '?',
  '[ab]',
  '[!a]',
  '[^a]b',
  '[a-',
  '[]]',
  'a[]]',
  'a[-]b',
  '[[:alpha:]]',
  '[[:alpha:]',
  '[[:none:]]',
  '\\#a',
  '\\!a',
  '#a',
  '!a',
  '*\n!a',
  '*\n!*/\n!b',
  '*\n!/b\n',
  'a\n!a/b',
  'a/*\n!a/b',
  'a \r\n',
  'a\\ b',
  'a\\',
  'a//b',
  '/',
  '!',
  ' ',
  'a/**b',
  '**a',
  'a**',
  'a/***/b',
  '/**/a',
  '\ufeffb',
  '[b-a]',
  '[\\]]',
  '[a\\-b]',
  '?[[:digit:]]*',
])('%j excludes what git excludes', (text) => {
  write({ '.': text });
  expect(excluded(FILES)).toEqual(excludedByGit(FILES));
});

test('files in folders add to those around them', () => {
  write({ '.': 'b\n*.yaml\n!a/b\n', a: '!b\na/\n', b: '!*.yaml' });
  expect(excluded(FILES)).toEqual(excludedByGit(FILES));
});

test('any patterns in two folders exclude what git excludes', () => {
  const line = fc
    .array(fc.constantFrom('a', 'b', '*', '**', '/', '?', '[ab]', '[!a]', '!', '\\', '.', ' ', '[', ']', '-'), {
      maxLength: 6,
    })
    .map((parts) => parts.join(''));
  const text = fc.array(line, { maxLength: 4 }).map((lines) => lines.join('\n'));
  fc.assert(
    fc.property(text, text, (root, inner) => {
      write({ '.': root, a: inner });
      // a is a folder now
      const files = FILES.filter((file) => file !== 'a');
      expect(excluded(files)).toEqual(excludedByGit(files));
    }),
    { numRuns: runs(25, 150) },
  );
}, 60_000);

test('a named folder is read even if a file around it excludes it', () => {
  write({ '.': 'a/\n*.yaml\n', a: '' });
  expect(excluded(['b', 'b.yaml'], 'a')).toEqual([]);
  write({ '.': '*.yaml\n', a: '' });
  expect(excluded(['b', 'b.yaml'], 'a')).toEqual(['b.yaml']);
});

test('a folder outside of a repository is read with its own files only', () => {
  const other = fs.mkdtempSync(path.join(os.tmpdir(), 'secure-edge-'));
  fs.mkdirSync(path.join(other, 'in'));
  fs.writeFileSync(path.join(other, '.gitignore'), '*');
  fs.writeFileSync(path.join(other, 'in/.gitignore'), 'b');
  const ignore = GitIgnore.in(path.join(other, 'in'));
  expect(['a', 'b'].map((name) => ignore.excludes(path.join(other, 'in', name), false))).toEqual([false, true]);
  fs.rmSync(other, { recursive: true });
});

test('hostile patterns end after a number of steps, and then exclude nothing', () => {
  const steps = { left: 1_000_000 };
  const pattern = IgnorePattern.parse('/**/a'.repeat(1000) + '/b')!;
  const deep = Array.from({ length: 2000 }, () => 'a');
  expect(pattern.matches(deep, false, steps)).toBe(false);
  const stars = IgnorePattern.parse('*a'.repeat(1000) + 'b')!;
  expect(stars.matches(['a'.repeat(100_000)], false, steps)).toBe(false);
  expect(IgnorePattern.parse('a')!.matches(['a'], false, { left: 0 })).toBe(false);
});
