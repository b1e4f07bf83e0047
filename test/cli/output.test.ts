import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeWhole } from '../../src/cli/output';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'output-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

test('a file is written with the folders that it needs, and without temporary files', () => {
  writeWhole(join(folder, 'a/b/file'), 'text');
  expect(readFileSync(join(folder, 'a/b/file'), 'utf8')).toBe('text');
  expect(readdirSync(join(folder, 'a/b'))).toEqual(['file']);
});

test('an overwritten file keeps its mode', () => {
  const file = join(folder, 'file');
  writeFileSync(file, 'old');
  chmodSync(file, 0o640);
  writeWhole(file, 'new');
  expect(statSync(file).mode & 0o7777).toBe(0o640);
  expect(readFileSync(file, 'utf8')).toBe('new');
});

test('a failed write leaves no temporary file, and its error names the file of the user', () => {
  const path = join(folder, 'taken');
  mkdirSync(join(path, 'full'), { recursive: true });
  expect(() => writeWhole(path, 'text')).toThrow(expect.objectContaining({ code: 'EISDIR', path }));
  expect(readdirSync(folder)).toEqual(['taken']);
});
