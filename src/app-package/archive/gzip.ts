import { Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { ArchiveError, truncated } from './archive-error';

const CHUNK = 256 * 1024;

/** Offset of the operating system in the header of a gzip member (RFC 1952, section 2.3). */
const SYSTEM = 9;
const UNKNOWN_SYSTEM = 255;

const MAGIC = Buffer.from([0x1f, 0x8b]);

/** True if bytes start like the output of gzip. */
export function isGzip(bytes: Buffer): boolean {
  return bytes.subarray(0, MAGIC.length).equals(MAGIC);
}

/** Level of compression. Use `NONE` for bytes that are already compressed or encrypted. */
export enum GzipLevel {
  NONE = 0,
  DEFAULT = 6,
}

/** Compresses a stream. The bytes are the same on every system: they contain no time, no name and no system. */
export async function* gzip(source: AsyncIterable<Buffer>, level = GzipLevel.DEFAULT): AsyncGenerator<Buffer> {
  const engine = createGzip({ level, chunkSize: CHUNK });
  const input = Readable.from(source, { objectMode: false, highWaterMark: CHUNK });
  input.on('error', (error) => engine.destroy(error)).pipe(engine);
  let head = true;
  try {
    for await (const chunk of engine as AsyncIterable<Buffer>) {
      if (head) chunk[SYSTEM] = UNKNOWN_SYSTEM;
      head = false;
      yield chunk;
    }
  } finally {
    input.destroy();
  }
}

/**
 * Decompresses a stream.
 * @param mayEndInZeros true if zeros may follow, which are ignored
 * @throws ArchiveError if the bytes are not gzip, are damaged or truncated, or are followed by other bytes
 */
export async function* gunzip(source: AsyncIterable<Buffer>, mayEndInZeros = false): AsyncGenerator<Buffer> {
  const engine = createGunzip({ chunkSize: CHUNK });
  let given = 0;
  let begins: Buffer = Buffer.alloc(0);
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of source) {
      given += chunk.length;
      if (begins.length < MAGIC.length) begins = Buffer.concat([begins, chunk.subarray(0, MAGIC.length)]);
      yield chunk;
    }
  };
  const input = Readable.from(counted(), { objectMode: false, highWaterMark: CHUNK });
  // not a pipeline: if other bytes follow, the engine ends before its input
  input.on('error', (error) => engine.destroy(error)).pipe(engine);
  try {
    for await (const chunk of engine as AsyncIterable<Buffer>) yield chunk;
    if (!mayEndInZeros && (engine.bytesWritten < given || !input.readableEnded)) throw trailing();
  } catch (error) {
    throw asArchiveError(error as NodeJS.ErrnoException, begins);
  } finally {
    input.destroy();
  }
}

/** Returns the error for bytes after the end of an archive. */
export function trailing(): ArchiveError {
  return new ArchiveError('has more bytes after its end');
}

/** Converts an error of zlib by its code, because its messages are not for users and differ between versions. */
function asArchiveError(error: NodeJS.ErrnoException, begins: Buffer): Error {
  if (error.code === 'Z_BUF_ERROR') return truncated();
  if (error.code !== 'Z_DATA_ERROR') return error;
  if (!error.message.includes('incorrect header')) return new ArchiveError('is damaged: it cannot be decompressed');
  // an invalid header after a valid member
  return isGzip(begins) ? trailing() : new ArchiveError('is not compressed with gzip');
}
