import { quote } from './input-error';

/** Reasons why an operation on a path fails, by error code. Sources: errno(3), and the error codes of Node.js. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['EACCES', 'permission denied'],
  ['EISDIR', 'is a folder'],
  ['ELOOP', 'is a link that leads to itself'],
  ['ENOENT', 'the file or its folder does not exist'],
  ['ENOSPC', 'no space is left on the disk'],
  ['ENOTDIR', 'a part of this path is a file, not a folder'],
  ['EROFS', 'the file system is read-only'],
]);

/** Reasons why a file cannot be read. They are more exact where the operation is known. */
const REASONS_TO_READ: ReadonlyMap<string, string> = new Map([
  ...REASONS,
  ['EACCES', 'may not be read'],
  ['ENOENT', 'does not exist'],
  ['ERR_ENCODING_INVALID_ENCODED_DATA', 'is not UTF-8'],
]);

/** An error about a file that is larger than the limit of its reader. */
export class FileTooLargeError extends Error {
  constructor(limit: number) {
    super(`is larger than ${limit} bytes: the limit`);
    this.name = 'FileTooLargeError';
  }
}

/** Returns the reason why a file cannot be read, as a clause that follows its name. */
export function fileProblem(error: unknown): string {
  if (error instanceof FileTooLargeError) return error.message;
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS_TO_READ.get(code) ?? `cannot be read: ${message}`;
}

/** Returns the message of an error of the operating system: the path, the reason, and the code. */
export function systemErrorMessage({ code = '', path, message }: NodeJS.ErrnoException): string {
  const reason = REASONS.get(code);
  return reason === undefined || path === undefined ? message : `${quote(path)}: ${reason} (${code})`;
}
