import { ArchiveError } from './archive/archive-error';

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;

/** How much may come out of a package: what a few kilobytes can unpack to has no bound of its own. */
export interface PackageLimits {
  /**
   * Bytes of all files together.
   * @default 16 GiB
   */
  readonly maxSize?: number;
  /**
   * Files, folders and links. Folders count that only the path of another entry names.
   * @default 100000
   */
  readonly maxEntries?: number;
}

export const DEFAULT_LIMITS: Required<PackageLimits> = { maxSize: 16 * 1024 ** 3, maxEntries: 100_000 };

/** Machines that a package is for. */
export const MAX_RECIPIENTS = 10_000;

/** Bytes of `MANIFEST.JSON`. */
export const MAX_MANIFEST_SIZE = MEBIBYTE;

/** Bytes of `SIGNATURE.JWS`: enough for the largest keys, and for as many bound machines as there may be. */
export const MAX_SIGNATURE_SIZE = 4 * MEBIBYTE;

/** Bits of a machine's RSA key. */
export const MAX_RSA_BITS = 8192;

/** Bytes of the key of a package, wrapped for one machine. */
export const MAX_WRAPPED_KEY_SIZE = MAX_RSA_BITS / 8;

/** Bytes of the header of an age file. */
export const MAX_AGE_HEADER_SIZE = 64 * KIBIBYTE;

/** Recipient stanzas in the header of an age file. `pack` writes one. */
export const MAX_AGE_STANZAS = 64;

/** Bytes of one recipient stanza in the header of an age file. */
export const MAX_AGE_STANZA_SIZE = 4 * KIBIBYTE;

/** Bytes of one extended header of a tar archive: a pax header, or a long name of GNU tar. */
export const MAX_EXTENDED_HEADER_SIZE = 64 * KIBIBYTE;

/** Extended headers before one entry of a tar archive. */
export const MAX_EXTENDED_HEADERS = 8;

/** Records in one pax header of a tar archive. */
export const MAX_PAX_RECORDS = 256;

/** Bytes of a path in a package. */
export const MAX_PATH_SIZE = 2 * KIBIBYTE;

/** Bytes of one part of a path in a package. */
export const MAX_NAME_SIZE = 255;

/** Parts of a path in a package. */
export const MAX_PATH_DEPTH = 100;

/** Images in one archive. */
export const MAX_IMAGES = 1024;

/** Tags, layers, environment variables and ports of one image, each. */
export const MAX_IMAGE_ITEMS = 10_000;

/** Bytes of one JSON file in an archive of images. */
export const MAX_IMAGE_JSON_SIZE = 4 * MEBIBYTE;

/** JSON files in an archive of images. */
export const MAX_IMAGE_JSON_FILES = 10_000;

/** Findings about one image. */
export const MAX_IMAGE_FINDINGS = 100;

/** Bytes of JSON files in an archive of images that `install` holds to learn the ids of its images. Beyond it, ids are unknown. */
export const MAX_IMAGE_JSON_HELD = 32 * MEBIBYTE;

/** Bytes of the record of an installed app, which contains what was applied to a cluster. */
export const MAX_RECORD_SIZE = 64 * MEBIBYTE;

/** Bytes of a file in the folder of static pods: what a kubelet reads. */
export const MAX_STATIC_POD_SIZE = 10 * MEBIBYTE;

/** Bytes of a file with a key in PEM. */
export const MAX_KEY_FILE_SIZE = 64 * KIBIBYTE;

/** Bytes of a passphrase that a file descriptor gives: what OpenSSL takes. */
export const MAX_PASSPHRASE_SIZE = 1024;

/** Bytes of an answer from Parsec: the limit that its service has by default. */
export const MAX_PARSEC_ANSWER_SIZE = MEBIBYTE;

/** Milliseconds until an answer from Parsec must be complete. */
export const PARSEC_TIMEOUT = 60_000;

/** Entries and paddings of an archive, beside the bytes of its files. */
const OVERHEAD = 64 * KIBIBYTE;
const OVERHEAD_PER_ENTRY = 2048;

/** Bytes that may come out of one packed byte where compressed files contain compressed files: twice what gzip reaches. */
export const MAX_EXPANSION = 2048;
export const FREE_EXPANSION = 64 * MEBIBYTE;

/** The bytes that several decompressors may give together. */
export class ExpansionBudget {
  /** What one pass over an archive may give. */
  public static ofArchive({ maxSize, maxEntries }: Required<PackageLimits>): ExpansionBudget {
    return new ExpansionBudget(maxSize + OVERHEAD + OVERHEAD_PER_ENTRY * maxEntries, () => tooLarge(maxSize));
  }

  /** What may come out of archives within an archive. Without a bound of its own, it would grow with each level. */
  public static ofNested(limits: Required<PackageLimits>, packedSize: number): ExpansionBudget {
    const allowed = FREE_EXPANSION + MAX_EXPANSION * packedSize;
    if (allowed >= limits.maxSize) return ExpansionBudget.ofArchive(limits);
    return new ExpansionBudget(
      allowed,
      () =>
        new ArchiveError(`holds compressed files that unpack to more than ${allowed} bytes: the limit for its size`),
    );
  }

  private constructor(
    private left: number,
    private readonly exceeded: () => ArchiveError,
  ) {}

  /** Passes on what a decompressor gives, until it is more than the budget admits. */
  public async *bound(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      this.left -= chunk.length;
      if (this.left < 0) throw this.exceeded();
      yield chunk;
    }
  }
}

/** Passes on what a decompressor gives, until it is more than the limits admit. */
export function bounded(source: AsyncIterable<Buffer>, limits: Required<PackageLimits>): AsyncGenerator<Buffer> {
  return ExpansionBudget.ofArchive(limits).bound(source);
}

export function tooLarge(maxSize: number): ArchiveError {
  return new ArchiveError(`unpacks to more than ${maxSize} bytes, which --max-size allows`);
}

export function tooMany(maxEntries: number): ArchiveError {
  return new ArchiveError(`has more than ${maxEntries} entries, which --max-entries allows`);
}

/** More names than a message is worth. */
const SHOWN_NAMES = 10;

/** A list of names for a message, cut when it is long. */
export function shownNames(names: ReadonlyArray<string>, separator = ', '): string {
  const shown = names.slice(0, SHOWN_NAMES).join(separator);
  return names.length > SHOWN_NAMES ? `${shown} and ${names.length - SHOWN_NAMES} more` : shown;
}
