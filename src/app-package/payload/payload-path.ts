import { quote } from '../../diagnostics/input-error';
import { MAX_NAME_SIZE, MAX_PATH_DEPTH, MAX_PATH_SIZE } from '../limits';

/** Characters that a terminal or another system would not read as a part of a name. */
const FOREIGN = /[\u0000-\u001f\u007f-\u009f\\]/;

/** Returns the reason why a path is not safe below a folder, or undefined if it is safe below any folder. */
export function payloadPathProblem(path: string): string | undefined {
  if (path === '') return 'has an entry without a name';
  if (path.startsWith('/')) return `has the absolute path ${quote(path)}`;
  if (FOREIGN.test(path)) return `has a control character or a backslash in the path ${quote(path)}`;
  const size = Buffer.byteLength(path);
  if (size > MAX_PATH_SIZE) return `has a path of ${size} bytes, ${quote(path)}: the limit is ${MAX_PATH_SIZE}`;
  const parts = path.split('/');
  if (parts.includes('..')) return `has the path ${quote(path)}, which leaves the folder`;
  if (parts.length > MAX_PATH_DEPTH)
    return `has a path of ${parts.length} parts, ${quote(path)}: the limit is ${MAX_PATH_DEPTH}`;
  const long = parts.find((part) => Buffer.byteLength(part) > MAX_NAME_SIZE);
  if (long === undefined) return undefined;
  return `has a name of ${Buffer.byteLength(long)} bytes, ${quote(long)}: the limit is ${MAX_NAME_SIZE}`;
}

/** Normalizes a path: `./a//b/` becomes `a/b`, and the folder itself becomes empty. */
export function plainPath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** Returns the same key for names that some file system treats as equal: without case, with accents in one form. */
export function sameName(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** Returns the folders of a path: `a` and `a/b` for `a/b/c`. */
export function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}
