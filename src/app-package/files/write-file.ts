import type { FileHandle } from 'node:fs/promises';

/** Writes a stream where the file stands, and says how many bytes that were. */
export async function writeStream(file: FileHandle, source: AsyncIterable<Buffer>): Promise<number> {
  let written = 0;
  for await (const chunk of source) {
    await writeBytes(file, chunk);
    written += chunk.length;
  }
  return written;
}

/** A file may take less than it is given. */
export async function writeBytes(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length;) at += (await file.write(bytes, at, bytes.length - at)).bytesWritten;
}
