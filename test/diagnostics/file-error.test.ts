import { fileProblem, systemErrorMessage } from '../../src/diagnostics/file-error';

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

test.each([
  ['EACCES', 'may not be read'],
  ['ENOENT', 'does not exist'],
  ['EISDIR', 'is a folder'],
  ['ELOOP', 'is a link that leads to itself'],
  ['ENOTDIR', 'a part of this path is a file, not a folder'],
])('%s is the reason that a file cannot be read', (code, reason) => {
  expect(fileProblem(error('x', { code }))).toBe(reason);
});

test('another reason that a file cannot be read is shown as it is', () => {
  expect(fileProblem(error('EIO: i/o error, read', { code: 'EIO' }))).toBe('cannot be read: EIO: i/o error, read');
});
