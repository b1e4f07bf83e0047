import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ByteReader, inBlocks } from '../archive/byte-reader';
import { DecryptionError } from '../decryption-error';
import { hkdf, newHeader, readHeader } from './header';
import type { AgeIdentity } from './identity';

/*
 * The age file format, version 1 (https://c2sp.org/age), with X25519 recipients: a header that carries a file key, and the
 * payload in chunks, each encrypted and authenticated by itself, the last one marked (STREAM). The ciphers are Node.js' own.
 */

const CIPHER = 'chacha20-poly1305';
const CHUNK = 64 * 1024;
const TAG = 16;
const FILE_NONCE = 16;
const OPTIONS = { authTagLength: TAG };

/** Encrypts for one identity. */
export async function* encryptAge(source: AsyncIterable<Buffer>, identity: AgeIdentity): AsyncGenerator<Buffer> {
  const { fileKey, header } = newHeader(identity);
  const nonce = randomBytes(FILE_NONCE);
  yield Buffer.concat([header, nonce]);
  const key = hkdf(fileKey, nonce, 'payload');
  const seal = (chunk: Buffer, index: number, last: boolean): Buffer => {
    const cipher = createCipheriv(CIPHER, key, chunkNonce(index, last), OPTIONS);
    return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
  };
  let index = 0;
  let held: Buffer | undefined;
  for await (const chunk of inBlocks(source, CHUNK)) {
    if (held !== undefined) yield seal(held, index++, false);
    held = chunk;
  }
  yield seal(held ?? Buffer.alloc(0), index, true);
}

/**
 * Decrypts; each chunk is given only once it is authenticated, and the end only when it is the file's.
 * @throws DecryptionError
 */
export async function* decryptAge(source: AsyncIterable<Buffer>, identity: AgeIdentity): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  try {
    const fileKey = await readHeader(reader, identity);
    const nonce = await reader.read(FILE_NONCE);
    if (fileKey === undefined || nonce.length < FILE_NONCE) throw new DecryptionError();
    const key = hkdf(fileKey, nonce, 'payload');
    for (let index = 0, last = false; !last; index += 1) {
      const chunk = await reader.read(CHUNK + TAG);
      last = await reader.atEnd();
      // an empty chunk is the whole of an empty file, and nothing else
      if (chunk.length < TAG || (chunk.length === TAG && index > 0)) throw new DecryptionError();
      yield openChunk(key, chunkNonce(index, last), chunk);
    }
  } finally {
    await reader.close();
  }
}

function openChunk(key: Buffer, nonce: Buffer, chunk: Buffer): Buffer {
  const decipher = createDecipheriv(CIPHER, key, nonce, OPTIONS);
  decipher.setAuthTag(chunk.subarray(-TAG));
  const plain = decipher.update(chunk.subarray(0, -TAG));
  try {
    decipher.final();
  } catch {
    throw new DecryptionError();
  }
  return plain;
}

/** The number of the chunk, and whether it is the last one. */
function chunkNonce(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}
