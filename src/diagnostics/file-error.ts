/** Reasons that a file cannot be read, by the error's code. Source: errno(3), Node.js' own codes. */
const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'does not exist'],
  ['EACCES', 'may not be read'],
  ['EISDIR', 'is a folder'],
  ['ELOOP', 'is a link that leads to itself'],
  ['ERR_ENCODING_INVALID_ENCODED_DATA', 'is not UTF-8'],
]);

/** A file that is larger than its reader allows. */
export class FileTooLargeError extends Error {
  constructor(limit: number) {
    super(`is larger than ${limit} bytes: the limit`);
    this.name = 'FileTooLargeError';
  }
}

/** Reason that a file cannot be read, as a clause that follows its name. */
export function fileProblem(error: unknown): string {
  if (error instanceof FileTooLargeError) return error.message;
  const { code = '', message } = error as NodeJS.ErrnoException;
  return REASONS.get(code) ?? `cannot be read: ${message}`;
}
