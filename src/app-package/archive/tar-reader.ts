import { ArchiveError, truncated } from './archive-error';
import { ByteReader, drain } from './byte-reader';
import { trailing } from './gzip';
import { quote } from '../../diagnostics/input-error';
import {
  MAX_EXTENDED_HEADERS,
  MAX_EXTENDED_HEADER_SIZE,
  MAX_IMAGE_EXTENDED_HEADER_SIZE,
  MAX_PAX_RECORDS,
} from '../limits';
import {
  BLOCK,
  decodeAnyText,
  decodeHeader,
  decodeText,
  hasMoreSparseBlocks,
  TarKind,
  type DecodeName,
  type TarHeader,
} from './tar-header';

/** Entry of an archive that is being read. */
export interface TarEntry extends TarHeader {
  /** Content of the entry. Bytes that are not read are skipped. */
  readonly body: AsyncIterable<Buffer>;
}

const EXTENSIONS: readonly TarKind[] = [TarKind.PAX, TarKind.PAX_GLOBAL, TarKind.GNU_LONG_NAME, TarKind.GNU_LONG_LINK];

/** Values from the extended headers of an entry. */
interface ExtendedValues {
  readonly name?: string;
  readonly link?: string;
  readonly size?: number;
}

/** Tolerance of a reader of archives. */
export interface TarTolerance {
  /** Decoder of names. */
  readonly decodeName: DecodeName;
  /** True if an archive may end without its empty blocks, or with anything after one. */
  readonly anyEnd: boolean;
  /** Largest extended header in bytes. */
  readonly extendedHeaderSize: number;
  /** Largest number of records in one pax header. */
  readonly paxRecords: number;
  /** True if sparse files are read, and pax headers for all entries are ignored. */
  readonly anyContent: boolean;
}

/** Tolerance for packages, which are unpacked: none. */
const STRICT: TarTolerance = {
  decodeName: decodeText,
  anyEnd: false,
  extendedHeaderSize: MAX_EXTENDED_HEADER_SIZE,
  paxRecords: MAX_PAX_RECORDS,
  anyContent: false,
};

/** Tolerance for archives of images and their layers, which are only described. It is that of containerd. */
export const OF_IMAGES: TarTolerance = {
  decodeName: decodeAnyText,
  anyEnd: true,
  extendedHeaderSize: MAX_IMAGE_EXTENDED_HEADER_SIZE,
  paxRecords: Infinity,
  anyContent: true,
};

/**
 * Reads a tar archive to its end: POSIX ustar and pax, GNU, and the oldest form.
 * @throws ArchiveError if the archive is damaged or truncated, exceeds a limit, or contains what is not tolerated: sparse files,
 * and bytes other than zero after its end
 */
export async function* readTar(source: AsyncIterable<Buffer>, tolerance = STRICT): AsyncGenerator<TarEntry> {
  const reader = new ByteReader(source);
  try {
    let extended: ExtendedValues = {};
    let extensions = 0;
    for (;;) {
      if (tolerance.anyEnd && extensions === 0 && (await reader.atEnd())) return;
      const block = await whole(reader, BLOCK);
      if (isZero(block)) break;
      const header = decodeHeader(block, tolerance.decodeName);
      if (header.kind === TarKind.GNU_SPARSE) await skipSparseMap(reader, block, header, tolerance);
      if (EXTENSIONS.includes(header.kind)) {
        extensions += 1;
        if (extensions > MAX_EXTENDED_HEADERS)
          throw new ArchiveError(`has more than ${MAX_EXTENDED_HEADERS} extended headers before one entry: the limit`);
        extended = { ...extended, ...(await extension(reader, header, tolerance)) };
        continue;
      }
      yield* entry(reader, { ...header, ...extended });
      extended = {};
      extensions = 0;
    }
    await readEnd(reader, tolerance);
  } finally {
    await reader.close();
  }
}

async function readEnd(reader: ByteReader, { anyEnd }: TarTolerance): Promise<void> {
  // to its end, so that a decompressor notices a truncated stream
  if (anyEnd) return drain(reader.remaining());
  if (!isZero(await whole(reader, BLOCK))) throw new ArchiveError('is damaged: it has an empty block between entries');
  for await (const chunk of reader.remaining()) if (!isZero(chunk)) throw trailing();
}

async function skipSparseMap(
  reader: ByteReader,
  header: Buffer,
  { name }: TarHeader,
  { anyContent }: TarTolerance,
): Promise<void> {
  if (!anyContent) throw sparse(name);
  for (let block = header, isFirst = true; hasMoreSparseBlocks(block, isFirst); isFirst = false)
    block = await whole(reader, BLOCK);
}

/** Returns the kind of an entry. In the oldest form of tar, the name of a folder ends in a slash, and its kind is that of a file. */
function kindOf({ kind, name, size }: TarHeader): TarKind {
  return kind === TarKind.FILE && name.endsWith('/') && size === 0 ? TarKind.FOLDER : kind;
}

/** Kinds with a body. Links and devices have none, whatever their size field is. */
const WITH_BODY: readonly TarKind[] = [TarKind.FILE, TarKind.CONTIGUOUS_FILE, TarKind.GNU_SPARSE];

async function* entry(reader: ByteReader, header: TarHeader): AsyncGenerator<TarEntry> {
  const kind = kindOf(header);
  const size = WITH_BODY.includes(kind) ? header.size : 0;
  let left = size;
  const body = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of reader.take(left)) {
      left -= chunk.length;
      yield chunk;
    }
    if (left > 0) throw truncated();
  };
  yield { ...header, kind, size, body: body() };
  for await (const chunk of reader.take(left)) left -= chunk.length;
  if (left > 0) throw truncated();
  await whole(reader, (BLOCK - (size % BLOCK)) % BLOCK);
}

async function extension(
  reader: ByteReader,
  { kind, size }: TarHeader,
  tolerance: TarTolerance,
): Promise<ExtendedValues> {
  const { extendedHeaderSize, decodeName, anyContent } = tolerance;
  if (size > extendedHeaderSize)
    throw new ArchiveError(`has an extended header of ${size} bytes: the limit is ${extendedHeaderSize}`);
  const bytes = (await whole(reader, Math.ceil(size / BLOCK) * BLOCK)).subarray(0, size);
  if (kind === TarKind.GNU_LONG_NAME) return { name: decodeName(untilZero(bytes)) };
  if (kind === TarKind.GNU_LONG_LINK) return { link: decodeName(untilZero(bytes)) };
  const records = paxRecords(bytes, tolerance);
  if (anyContent) return kind === TarKind.PAX ? sparseValuesOf(records) : {};
  for (const key of records.keys()) if (key.startsWith('GNU.sparse.')) throw sparse(records.get('path') ?? '');
  if (kind === TarKind.PAX) return valuesOf(records);
  const global = [...records.keys()].find((key) => ['path', 'linkpath', 'size'].includes(key));
  if (global !== undefined) throw new ArchiveError(`sets ${global} for all entries together`);
  return {};
}

/** Returns the values of an entry that can be a sparse file, whose path contains a placeholder. */
function sparseValuesOf(records: ReadonlyMap<string, string>): ExtendedValues {
  const name = records.get('GNU.sparse.name');
  return { ...valuesOf(records), ...(name !== undefined && { name }) };
}

function valuesOf(records: ReadonlyMap<string, string>): ExtendedValues {
  const name = records.get('path');
  const link = records.get('linkpath');
  const size = records.get('size');
  if (size !== undefined && !/^[0-9]{1,15}$/.test(size))
    throw new ArchiveError('is damaged: an extended header has an impossible size');
  return {
    ...(name !== undefined && { name }),
    ...(link !== undefined && { link }),
    ...(size !== undefined && { size: Number(size) }),
  };
}

/** Keys of a pax header whose values are names. */
const NAMES: readonly string[] = ['path', 'linkpath', 'GNU.sparse.name'];

/** Parses records of the form `LENGTH key=value\n`. */
function paxRecords(bytes: Buffer, { paxRecords: limit, decodeName }: TarTolerance): Map<string, string> {
  const records = new Map<string, string>();
  let count = 0;
  for (let at = 0; at < bytes.length;) {
    const space = bytes.indexOf(0x20, at);
    const length = Number(bytes.toString('latin1', at, Math.max(at, space)));
    const end = at + length;
    const equals = bytes.indexOf(0x3d, space);
    if (!Number.isInteger(length) || equals === -1 || equals >= end || end > bytes.length || bytes[end - 1] !== 0x0a)
      throw new ArchiveError('is damaged: an extended header has no records');
    const key = bytes.toString('latin1', space + 1, equals);
    // values of other keys may be any bytes, and are not used
    const isText = NAMES.includes(key);
    const value = bytes.subarray(equals + 1, end - 1);
    count += 1;
    if (count > limit) throw new ArchiveError(`has an extended header with more than ${limit} records: the limit`);
    records.set(key, isText ? decodeName(value) : value.toString('latin1'));
    at = end;
  }
  return records;
}

function untilZero(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end === -1 ? bytes : bytes.subarray(0, end);
}

function sparse(name: string): ArchiveError {
  return new ArchiveError(`contains ${quote(name)} as a sparse file: pack it without --sparse`);
}

async function whole(reader: ByteReader, length: number): Promise<Buffer> {
  const bytes = await reader.read(length);
  if (bytes.length < length) throw truncated();
  return bytes;
}

const ZEROS = Buffer.alloc(64 * 1024);

function isZero(bytes: Buffer): boolean {
  for (let at = 0; at < bytes.length; at += ZEROS.length) {
    const part = bytes.subarray(at, at + ZEROS.length);
    if (!part.equals(ZEROS.subarray(0, part.length))) return false;
  }
  return true;
}
