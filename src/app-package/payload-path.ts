import { quote } from '../input-error';

/** What a terminal, or another system, would take for something else than a part of a name. */
const FOREIGN = /[\u0000-\u001f\u007f-\u009f\\]/;

const LONGEST_PATH = 4096;
const LONGEST_NAME = 255;

/** What keeps a path from being one below a folder, wherever that folder is; undefined when nothing does. */
export function payloadPathProblem(path: string): string | undefined {
  if (path === '') return 'has an entry without a name';
  if (path.startsWith('/')) return `has the absolute path ${quote(path)}`;
  if (FOREIGN.test(path)) return `has a control character or a backslash in the path ${quote(path)}`;
  if (Buffer.byteLength(path) > LONGEST_PATH) return `has a path of ${Buffer.byteLength(path)} bytes, ${quote(path)}`;
  const parts = path.split('/');
  if (parts.includes('..')) return `has the path ${quote(path)}, which leaves the folder`;
  const long = parts.find((part) => Buffer.byteLength(part) > LONGEST_NAME);
  return long === undefined ? undefined : `has a name of ${Buffer.byteLength(long)} bytes, ${quote(long)}`;
}

/** `./a//b/` as `a/b`; the folder itself as nothing. */
export function plainPath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}

/** One name for all that some file system takes for the same: regardless of case, and of how accents are written. */
export function sameName(path: string): string {
  return path.normalize('NFC').toLowerCase();
}

/** `a/b/c` is in `a` and `a/b`. */
export function foldersOf(path: string): string[] {
  const parts = path.split('/');
  return parts.slice(1).map((_, i) => parts.slice(0, i + 1).join('/'));
}
