import * as fc from 'fast-check';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { containedPath } from '../../src/app-package/contained-path';
import { InputError } from '../../src/diagnostics/input-error';
import { temporaryFolder } from './workbench';

const folder = temporaryFolder();

function refusal(...parts: string[]): string {
  try {
    return `no refusal: ${containedPath(folder.path(), ...parts)}`;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.message;
  }
}

test.each([
  [['web'], 'web'],
  [['web', '1.0-a', 'images/web.tar'], 'web/1.0-a/images/web.tar'],
  [['a b', '..c', '...'], 'a b/..c/...'],
  [['x'.repeat(255)], 'x'.repeat(255)],
])('joins %j', (parts, expected) => {
  expect(containedPath(folder.path(), ...parts)).toBe(folder.path(expected));
});

test.each([
  [['..'], 'has the path "..", which leaves the folder'],
  [['a', '..', '..', 'b'], 'which leaves the folder'],
  [['a/../b'], 'which leaves the folder'],
  [['/etc/passwd'], 'has the absolute path "/etc/passwd"'],
  [['a', '/etc/passwd'], 'has the absolute path "/etc/passwd"'],
  [[''], 'has an entry without a name'],
  [['.'], 'does not contain the path "."'],
  [['./.'], 'does not contain the path "."'],
  [['a\0b'], 'has a control character or a backslash'],
  [['a\\..\\b'], 'has a control character or a backslash'],
  [['x'.repeat(256)], 'has a name of 256 bytes'],
  [['ä'.repeat(128)], 'has a name of 256 bytes'],
])('rejects %j', (parts, words) => {
  expect(refusal(...parts)).toContain(words);
});

test('rejects a link at the end and in the middle of a path, wherever it leads, but not as the folder itself', () => {
  fs.mkdirSync(folder.path('real/inside'), { recursive: true });
  fs.symlinkSync('..', folder.path('real/out'));
  fs.symlinkSync('inside', folder.path('real/in'));
  fs.symlinkSync('none', folder.path('real/dangling'));
  fs.symlinkSync('real', folder.path('linked'));
  for (const parts of [['out'], ['out', 'x'], ['in', 'x'], ['dangling']])
    expect(refusal('real', ...parts)).toContain(`has the symbolic link "${folder.path('real', parts[0] ?? '')}"`);
  expect(refusal('linked', 'inside')).toContain('has the symbolic link');
  expect(containedPath(folder.path('linked'), 'inside')).toBe(folder.path('linked/inside'));
});

test('rejects a path through a file', () => {
  fs.writeFileSync(folder.path('file'), '');
  expect(refusal('file', 'x')).toContain(`has "${folder.path('file')}", which is not a folder: remove it`);
  expect(containedPath(folder.path(), 'file')).toBe(folder.path('file'));
});

test('returns only paths below the folder', () => {
  const part = fc.string({ unit: fc.constantFrom('a', '.', '/', '\\', '\0', '~', ' '), maxLength: 8 });
  fc.assert(
    fc.property(fc.array(part, { maxLength: 4 }), (parts) => {
      let found: string;
      try {
        found = containedPath('/base', ...parts);
      } catch (error) {
        return error instanceof InputError;
      }
      return found.startsWith('/base/') && path.resolve(found) === found;
    }),
  );
});
