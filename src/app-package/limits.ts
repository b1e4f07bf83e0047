import { ArchiveError } from './archive/archive-error';

/** How much may come out of a package: what a few kilobytes can unpack to has no bound of its own. */
export interface PackageLimits {
  /**
   * Bytes of all files together.
   * @default 16 GiB
   */
  readonly maxSize?: number;
  /**
   * Files, folders and links.
   * @default 100000
   */
  readonly maxEntries?: number;
}

export const DEFAULT_LIMITS: Required<PackageLimits> = { maxSize: 16 * 1024 ** 3, maxEntries: 100_000 };

/** Entries and paddings of an archive, beside the bytes of its files. */
const OVERHEAD = 64 * 1024;
const OVERHEAD_PER_ENTRY = 2048;

/** Passes on what a decompressor gives, until it is more than the limits admit. */
export async function* bounded(
  source: AsyncIterable<Buffer>,
  { maxSize, maxEntries }: Required<PackageLimits>,
): AsyncGenerator<Buffer> {
  let left = maxSize + OVERHEAD + OVERHEAD_PER_ENTRY * maxEntries;
  for await (const chunk of source) {
    left -= chunk.length;
    if (left < 0) throw tooLarge(maxSize);
    yield chunk;
  }
}

export function tooLarge(maxSize: number): ArchiveError {
  return new ArchiveError(`unpacks to more than ${maxSize} bytes, which --max-size allows`);
}

export function tooMany(maxEntries: number): ArchiveError {
  return new ArchiveError(`has more than ${maxEntries} entries, which --max-entries allows`);
}
