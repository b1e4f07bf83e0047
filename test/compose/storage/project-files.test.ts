import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderFiles } from '../../../src/compose/storage/project-files';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'secure-edge-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('reads files and folders of the project, with their modes', () => {
  mkdirSync(join(folder, 'conf/d'), { recursive: true });
  writeFileSync(join(folder, 'conf/d/a.sh'), 'exit', { mode: 0o755 });
  writeFileSync(join(folder, 'conf/b'), 'b', { mode: 0o644 });
  const files = new FolderFiles(folder);
  expect(files.entryAt(join(folder, 'conf/b'))).toEqual({ type: 'file', text: 'b', isExecutable: false });
  expect(files.entryAt(join(folder, 'conf'))).toEqual({
    type: 'folder',
    files: new Map([
      ['b', 'b'],
      ['d/a.sh', 'exit'],
    ]),
    isExecutable: true,
  });
  expect(files.entryAt(join(folder, 'none'))).toEqual({ type: 'missing' });
});

test('reads nothing outside the project, and no binary and no large file', () => {
  symlinkSync('/etc/hostname', join(folder, 'link'));
  mkdirSync(join(folder, 'linked'));
  symlinkSync('/etc', join(folder, 'linked/etc'));
  writeFileSync(join(folder, 'binary'), Buffer.from([0xff, 0xfe, 0xfd]));
  writeFileSync(join(folder, 'large'), 'a'.repeat(1024 * 1024 + 1));
  const files = new FolderFiles(folder);
  const reasons = ['link', 'linked', 'binary', 'large', '../..'].map((name) => {
    const entry = files.entryAt(join(folder, name));
    return entry.type === 'other' ? entry.reason : entry.type;
  });
  expect(reasons).toEqual([
    'it is outside the folder of the project',
    'it contains links or devices',
    'it is not a text',
    'it has more than 1 MiB, the limit of a ConfigMap',
    'it is outside the folder of the project',
  ]);
});
