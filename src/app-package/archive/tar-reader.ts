import { ArchiveError, truncated } from './archive-error';
import { ByteReader } from './byte-reader';
import { trailing } from './gzip';
import { quote } from '../../diagnostics/input-error';
import { MAX_EXTENDED_HEADERS, MAX_EXTENDED_HEADER_SIZE, MAX_PAX_RECORDS } from '../limits';
import { BLOCK, decodeHeader, decodeText, TarKind, type TarHeader } from './tar-header';

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

/**
 * Reads a tar archive to its end: POSIX ustar and pax, GNU, and the oldest form, without sparse files.
 * @throws ArchiveError if the archive is damaged or truncated, exceeds a limit, or is followed by bytes other than zero
 */
export async function* readTar(source: AsyncIterable<Buffer>): AsyncGenerator<TarEntry> {
  const reader = new ByteReader(source);
  try {
    let extended: ExtendedValues = {};
    let extensions = 0;
    for (;;) {
      const block = await whole(reader, BLOCK);
      if (isZero(block)) break;
      const header = decodeHeader(block);
      if (header.kind === TarKind.GNU_SPARSE) throw sparse(header.name);
      if (EXTENSIONS.includes(header.kind)) {
        extensions += 1;
        if (extensions > MAX_EXTENDED_HEADERS)
          throw new ArchiveError(`has more than ${MAX_EXTENDED_HEADERS} extended headers before one entry: the limit`);
        extended = { ...extended, ...(await extension(reader, header)) };
        continue;
      }
      yield* entry(reader, { ...header, ...extended });
      extended = {};
      extensions = 0;
    }
    if (!isZero(await whole(reader, BLOCK)))
      throw new ArchiveError('is damaged: it has an empty block between entries');
    for await (const chunk of reader.remaining()) if (!isZero(chunk)) throw trailing();
  } finally {
    await reader.close();
  }
}

async function* entry(reader: ByteReader, header: TarHeader): AsyncGenerator<TarEntry> {
  // links and devices have no body, whatever their size field is
  const size = header.kind === TarKind.FILE || header.kind === TarKind.CONTIGUOUS_FILE ? header.size : 0;
  let left = size;
  const body = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of reader.take(left)) {
      left -= chunk.length;
      yield chunk;
    }
    if (left > 0) throw truncated();
  };
  yield { ...header, size, body: body() };
  for await (const chunk of reader.take(left)) left -= chunk.length;
  if (left > 0) throw truncated();
  await whole(reader, (BLOCK - (size % BLOCK)) % BLOCK);
}

async function extension(reader: ByteReader, { kind, size }: TarHeader): Promise<ExtendedValues> {
  if (size > MAX_EXTENDED_HEADER_SIZE)
    throw new ArchiveError(`has an extended header of ${size} bytes: the limit is ${MAX_EXTENDED_HEADER_SIZE}`);
  const bytes = (await whole(reader, Math.ceil(size / BLOCK) * BLOCK)).subarray(0, size);
  if (kind === TarKind.GNU_LONG_NAME) return { name: cString(bytes) };
  if (kind === TarKind.GNU_LONG_LINK) return { link: cString(bytes) };
  const records = paxRecords(bytes);
  for (const key of records.keys()) if (key.startsWith('GNU.sparse.')) throw sparse(records.get('path') ?? '');
  if (kind === TarKind.PAX) return valuesOf(records);
  const global = [...records.keys()].find((key) => ['path', 'linkpath', 'size'].includes(key));
  if (global !== undefined) throw new ArchiveError(`sets ${global} for all entries together`);
  return {};
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

/** Parses records of the form `LENGTH key=value\n`. */
function paxRecords(bytes: Buffer): Map<string, string> {
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
    const isText = key === 'path' || key === 'linkpath';
    const value = bytes.subarray(equals + 1, end - 1);
    count += 1;
    if (count > MAX_PAX_RECORDS)
      throw new ArchiveError(`has an extended header with more than ${MAX_PAX_RECORDS} records: the limit`);
    records.set(key, isText ? decodeText(value) : value.toString('latin1'));
    at = end;
  }
  return records;
}

function cString(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return decodeText(end === -1 ? bytes : bytes.subarray(0, end));
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
