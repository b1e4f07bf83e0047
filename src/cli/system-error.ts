import { quote } from '../diagnostics/input-error';

/** Reasons why a path cannot be used, by error code. Source: errno(3). */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EISDIR', 'is a folder'],
  ['ENOENT', 'the file or its folder does not exist'],
  ['ENOSPC', 'no space is left on the disk'],
  ['ENOTDIR', 'a part of this path is a file, not a folder'],
  ['EROFS', 'the file system is read-only'],
]);

/** Returns the message of an error of the operating system: the path, the reason, and the code. */
export function systemErrorMessage({ code = '', path, message }: NodeJS.ErrnoException): string {
  const reason = REASONS.get(code);
  return reason === undefined || path === undefined ? message : `${quote(path)}: ${reason} (${code})`;
}
