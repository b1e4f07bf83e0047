import type { FileHandle } from 'node:fs/promises';

const CHUNK = 256 * 1024;

/** The bytes of a file from one place to another; fewer where the file ends before. */
export async function* readStream(file: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(Math.min(CHUNK, end - at)), 0, undefined, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** So many bytes of a file; fewer where it ends before. */
export async function readBytes(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of readStream(file, start, start + length)) parts.push(part);
  return Buffer.concat(parts);
}
