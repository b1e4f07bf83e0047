import type { FileHandle } from 'node:fs/promises';

/** Writes a stream at the current position of a file, and returns the number of bytes. */
export async function writeStream(file: FileHandle, source: AsyncIterable<Buffer>): Promise<number> {
  let written = 0;
  for await (const chunk of source) {
    await writeBytes(file, chunk);
    written += chunk.length;
  }
  return written;
}

/** Writes all bytes, because one call may write only some of them. */
export async function writeBytes(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at, bytes.length - at)).bytesWritten;
}
