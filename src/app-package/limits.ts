import { ArchiveError } from './archive/archive-error';

const KIBIBYTE = 1024;
const MEBIBYTE = 1024 * KIBIBYTE;

/** Limits of the unpacked content of a package. Without them, a few kilobytes could unpack to any size. */
export interface PackageLimits {
  /**
   * Largest size of all files together, in bytes.
   *
   * @default 16 GiB
   */
  readonly maxSize?: number;
  /**
   * Largest number of files, folders and links. Folders that exist only in the path of another entry count as well.
   *
   * @default 100000
   */
  readonly maxEntries?: number;
}

/** Limits that apply unless others are given. */
export const DEFAULT_LIMITS: Required<PackageLimits> = { maxSize: 16 * 1024 ** 3, maxEntries: 100_000 };

/** Largest number of machines that can open a package. */
export const MAX_RECIPIENTS = 10_000;

/** Largest `MANIFEST.JSON`, in bytes. */
export const MAX_MANIFEST_SIZE = MEBIBYTE;

/** Largest `SIGNATURE.JWS`, in bytes: enough for the largest keys and the largest number of bound machines. */
export const MAX_SIGNATURE_SIZE = 4 * MEBIBYTE;

/** Largest RSA key of a machine, in bits. */
export const MAX_RSA_BITS = 8192;

/** Largest wrapped key of a package for one machine, in bytes. */
export const MAX_WRAPPED_KEY_SIZE = MAX_RSA_BITS / 8;

/** Largest header of an age file, in bytes. */
export const MAX_AGE_HEADER_SIZE = 64 * KIBIBYTE;

/** Largest number of recipient stanzas in the header of an age file. `pack` writes one. */
export const MAX_AGE_STANZAS = 64;

/** Largest recipient stanza in the header of an age file, in bytes. */
export const MAX_AGE_STANZA_SIZE = 4 * KIBIBYTE;

/** Largest extended header of a tar archive, in bytes: a pax header, or a long name of GNU tar. */
export const MAX_EXTENDED_HEADER_SIZE = 64 * KIBIBYTE;

/** Largest extended header of a tar archive in an image, in bytes: the limit of containerd. */
export const MAX_IMAGE_EXTENDED_HEADER_SIZE = MEBIBYTE;

/** Largest number of extended headers before one entry of a tar archive. */
export const MAX_EXTENDED_HEADERS = 8;

/** Largest number of records in one pax header of a tar archive. */
export const MAX_PAX_RECORDS = 256;

/** Longest path in a package, in bytes. */
export const MAX_PATH_SIZE = 2 * KIBIBYTE;

/** Longest part of a path in a package, in bytes. */
export const MAX_NAME_SIZE = 255;

/** Largest number of parts of a path in a package. */
export const MAX_PATH_DEPTH = 100;

/** Largest number of images in one archive. */
export const MAX_IMAGES = 1024;

/** Largest number of each of the tags, layers, environment variables and ports of one image. */
export const MAX_IMAGE_ITEMS = 10_000;

/** Largest JSON file in an archive of images, in bytes. */
export const MAX_IMAGE_JSON_SIZE = 4 * MEBIBYTE;

/** Largest number of JSON files in an archive of images. */
export const MAX_IMAGE_JSON_FILES = 10_000;

/** Largest number of findings about one image. */
export const MAX_IMAGE_FINDINGS = 100;

/**
 * Bytes of JSON files in an archive of images that `install` keeps in memory to find the ids of its images. Beyond this limit,
 * ids are unknown.
 */
export const MAX_IMAGE_JSON_HELD = 32 * MEBIBYTE;

/** Largest record of an installed app, in bytes. It contains the objects that were applied to a cluster. */
export const MAX_RECORD_SIZE = 64 * MEBIBYTE;

/** Largest file in the folder of static pods, in bytes: the limit of the kubelet. */
export const MAX_STATIC_POD_SIZE = 10 * MEBIBYTE;

/** Largest file with a key in PEM, in bytes. */
export const MAX_KEY_FILE_SIZE = 64 * KIBIBYTE;

/** Longest passphrase from a file descriptor, in bytes: the limit of OpenSSL. */
export const MAX_PASSPHRASE_SIZE = 1024;

/** Largest answer from Parsec, in bytes: the default limit of its service. */
export const MAX_PARSEC_ANSWER_SIZE = MEBIBYTE;

/** Time until an answer from Parsec must be complete, in milliseconds. */
export const PARSEC_TIMEOUT = 60_000;

/** Bytes of headers and padding of an archive, in addition to its files. */
const OVERHEAD = 64 * KIBIBYTE;
const OVERHEAD_PER_ENTRY = 2048;

/** Largest number of unpacked bytes for one packed byte of nested compressed files: twice the ratio that gzip can reach. */
export const MAX_EXPANSION = 2048;
/** Unpacked bytes of nested compressed files that are allowed for any size of the package. */
export const FREE_EXPANSION = 64 * MEBIBYTE;

/** Budget of bytes for several decompressors together. */
export class ExpansionBudget {
  /** Returns the budget for one pass over an archive. */
  public static ofArchive({ maxSize, maxEntries }: Required<PackageLimits>): ExpansionBudget {
    return new ExpansionBudget(maxSize + OVERHEAD + OVERHEAD_PER_ENTRY * maxEntries, () => tooLarge(maxSize));
  }

  /** Returns the budget for archives in an archive. Without it, the unpacked size could grow with each level. */
  public static ofNested(limits: Required<PackageLimits>, packedSize: number): ExpansionBudget {
    const allowed = FREE_EXPANSION + MAX_EXPANSION * packedSize;
    if (allowed >= limits.maxSize) return ExpansionBudget.ofArchive(limits);
    return new ExpansionBudget(
      allowed,
      () =>
        new ArchiveError(`contains compressed files that unpack to more than ${allowed} bytes: the limit for its size`),
    );
  }

  private constructor(
    private left: number,
    private readonly exceeded: () => ArchiveError,
  ) {}

  /**
   * Returns the output of a decompressor.
   * @throws ArchiveError if the output exceeds the budget
   */
  public async *bound(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      this.left -= chunk.length;
      if (this.left < 0) throw this.exceeded();
      yield chunk;
    }
  }
}

/**
 * Returns the output of a decompressor.
 * @throws ArchiveError if the output exceeds the limits
 */
export function bounded(source: AsyncIterable<Buffer>, limits: Required<PackageLimits>): AsyncGenerator<Buffer> {
  return ExpansionBudget.ofArchive(limits).bound(source);
}

/** Returns the error for content that exceeds `maxSize`. */
export function tooLarge(maxSize: number): ArchiveError {
  return new ArchiveError(`unpacks to more than ${maxSize} bytes: the limit of --max-size`);
}

/** Returns the error for more entries than `maxEntries`. */
export function tooMany(maxEntries: number): ArchiveError {
  return new ArchiveError(`has more than ${maxEntries} entries: the limit of --max-entries`);
}

/** Largest number of names in a message. */
const SHOWN_NAMES = 10;

/** Joins names for a message. A long list is shortened. */
export function shownNames(names: ReadonlyArray<string>, separator = ', '): string {
  const shown = names.slice(0, SHOWN_NAMES).join(separator);
  return names.length > SHOWN_NAMES ? `${shown} and ${names.length - SHOWN_NAMES} more` : shown;
}
