import { systemErrorMessage } from '../../src/cli/system-error';

const error = (message: string, props: Partial<NodeJS.ErrnoException>): NodeJS.ErrnoException =>
  Object.assign(new Error(message), props);

test.each([
  ['EACCES', '"out/a.yaml": permission denied (EACCES)'],
  ['EISDIR', '"out/a.yaml": is a folder (EISDIR)'],
  ['ENOENT', '"out/a.yaml": the file or its folder does not exist (ENOENT)'],
  ['ENOSPC', '"out/a.yaml": no space is left on the disk (ENOSPC)'],
  ['ENOTDIR', '"out/a.yaml": a part of this path is a file, not a folder (ENOTDIR)'],
  ['EROFS', '"out/a.yaml": the file system is read-only (EROFS)'],
])('%s is shown with the path and the reason', (code, message) => {
  expect(systemErrorMessage(error('x', { code, path: 'out/a.yaml' }))).toBe(message);
});

test('an error without a path or with another code is shown as it is', () => {
  expect(systemErrorMessage(error('ENOSPC: write', { code: 'ENOSPC' }))).toBe('ENOSPC: write');
  expect(systemErrorMessage(error('EMFILE: open', { code: 'EMFILE', path: 'a' }))).toBe('EMFILE: open');
  expect(systemErrorMessage(error('interrupted', {}))).toBe('interrupted');
});
