/** Reasons why a file cannot be read, by error code. Sources: errno(3), and the error codes of Node.js. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['EACCES', 'may not be read'],
  ['EISDIR', 'is a folder'],
  ['ELOOP', 'is a link that leads to itself'],
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
  return REASONS.get(code) ?? `cannot be read: ${message}`;
}
