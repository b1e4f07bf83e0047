import { Readable } from 'node:stream';
import { createGunzip, createGzip } from 'node:zlib';
import { ArchiveError, truncated } from './archive-error';

const CHUNK = 256 * 1024;

/** Where the header of a gzip member names the system that wrote it (RFC 1952, section 2.3). */
const SYSTEM = 9;
const UNKNOWN_SYSTEM = 255;

const MAGIC = Buffer.from([0x1f, 0x8b]);

/** Whether bytes begin as those that gzip compressed. */
export function isGzip(bytes: Buffer): boolean {
  return bytes.subarray(0, MAGIC.length).equals(MAGIC);
}

/** How much is compressed: `NONE` for what is compressed or encrypted already. */
export enum GzipLevel {
  NONE = 0,
  DEFAULT = 6,
}

/** Compresses, to the same bytes on every system: no time, no name, no system. */
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
 * Decompresses; whatever stands after the compressed bytes is an error.
 * @throws ArchiveError for bytes that are no gzip, damaged, truncated or followed by others
 */
export async function* gunzip(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
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
  // not a pipeline: where other bytes follow, the engine ends before its input does
  input.on('error', (error) => engine.destroy(error)).pipe(engine);
  try {
    for await (const chunk of engine as AsyncIterable<Buffer>) yield chunk;
    if (engine.bytesWritten < given || !input.readableEnded) throw trailing();
  } catch (error) {
    throw asArchiveError(error as NodeJS.ErrnoException, begins);
  } finally {
    input.destroy();
  }
}

export function trailing(): ArchiveError {
  return new ArchiveError('has other bytes after its end');
}

/** zlib's words are not for users, and differ between its versions; its codes do not. */
function asArchiveError(error: NodeJS.ErrnoException, begins: Buffer): Error {
  if (error.code === 'Z_BUF_ERROR') return truncated();
  if (error.code !== 'Z_DATA_ERROR') return error;
  if (!error.message.includes('incorrect header')) return new ArchiveError('is damaged: it cannot be decompressed');
  // the header of a member that is none, after one that is
  return isGzip(begins) ? trailing() : new ArchiveError('is not compressed by gzip');
}
