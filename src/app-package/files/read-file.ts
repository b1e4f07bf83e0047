import { closeSync, openSync, readSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { FileTooLargeError } from '../../diagnostics/file-error';

const CHUNK = 256 * 1024;

/** Reads the bytes of a file between two offsets. Returns fewer bytes if the file ends before. */
export async function* readStream(file: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end;) {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(Math.min(CHUNK, end - at)), 0, undefined, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Reads a number of bytes of a file. Returns fewer bytes if the file ends before. */
export async function readBytes(file: FileHandle, start: number, length: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of readStream(file, start, start + length)) parts.push(part);
  return Buffer.concat(parts);
}

/**
 * Reads a whole file that must be small.
 * @throws FileTooLargeError if the file is larger than the limit; at most one byte more than that is read
 */
export function readSmallFile(path: string, limit: number): Buffer {
  const file = openSync(path, 'r');
  try {
    return readSmall(file, limit);
  } finally {
    closeSync(file);
  }
}

/**
 * Reads an open file, pipe or device that must be small.
 * @throws FileTooLargeError if there are more bytes than the limit
 */
export function readSmall(descriptor: number, limit: number): Buffer {
  const bytes = readUpTo(descriptor, limit + 1);
  if (bytes.length > limit) throw new FileTooLargeError(limit);
  return bytes;
}

/** Reads the first bytes of an open file, pipe or device, up to the limit. */
export function readUpTo(descriptor: number, limit: number): Buffer {
  const bytes = Buffer.alloc(limit);
  let length = 0;
  for (let read = -1; read !== 0 && length < limit; length += read)
    read = readSync(descriptor, bytes, length, limit - length, null);
  return bytes.subarray(0, length);
}
