import { Readable, type Duplex } from 'node:stream';
import * as zlib from 'node:zlib';
import { ArchiveError, truncated } from './archive-error';
import { gunzip, isGzip } from './gzip';

const ZSTD_MAGIC = Buffer.from([0x28, 0xb5, 0x2f, 0xfd]);

/** Version of Node.js that decompresses zstd. */
export const NODE_WITH_ZSTD = '22.15';

/** True if bytes start like the output of zstd. */
export function isZstd(bytes: Buffer): boolean {
  return bytes.subarray(0, ZSTD_MAGIC.length).equals(ZSTD_MAGIC);
}

/** True if this Node.js decompresses a stream that starts with these bytes. Uncompressed bytes need no decompression. */
export function canDecompress(head: Buffer): boolean {
  return !isZstd(head) || zstdDecompressor() !== undefined;
}

/** True if bytes start like a compressed stream. */
export function isCompressed(head: Buffer): boolean {
  return isGzip(head) || isZstd(head);
}

/**
 * Decompresses a part of an image. Zeros may follow it, as containerd allows.
 * @param head first bytes of the stream
 * @throws ArchiveError if the bytes are damaged or truncated
 */
export function decompress(head: Buffer, source: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  return isZstd(head) ? decompressZstd(source) : gunzip(source, true);
}

async function* decompressZstd(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const engine = zstdDecompressor()?.();
  if (engine === undefined) throw new ArchiveError(`is compressed with zstd, which needs Node.js ${NODE_WITH_ZSTD}`);
  const input = Readable.from(source, { objectMode: false });
  input.on('error', (error) => engine.destroy(error)).pipe(engine);
  try {
    for await (const chunk of engine as AsyncIterable<Buffer>) yield chunk;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'Z_BUF_ERROR') throw truncated();
    if (code.startsWith('ZSTD_')) throw new ArchiveError('is damaged: it cannot be decompressed');
    throw error;
  } finally {
    input.destroy();
  }
}

function zstdDecompressor(): (() => Duplex) | undefined {
  return (zlib as { readonly createZstdDecompress?: () => Duplex }).createZstdDecompress;
}
