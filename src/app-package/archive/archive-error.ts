/** What is wrong with the bytes of an archive; whoever knows its name puts it before. */
export class ArchiveError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ArchiveError';
  }
}

/** The bytes end before the archive does. */
export function truncated(): ArchiveError {
  return new ArchiveError('is truncated');
}
