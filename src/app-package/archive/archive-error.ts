/** Error in the bytes of an archive. The caller adds the name of the archive. */
export class ArchiveError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ArchiveError';
  }
}

/** Returns the error for bytes that end before the archive does. */
export function truncated(): ArchiveError {
  return new ArchiveError('is truncated');
}
