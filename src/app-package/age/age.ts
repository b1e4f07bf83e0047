import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { ByteReader, inBlocks } from '../archive/byte-reader';
import { DecryptionError } from '../decryption-error';
import { hkdf, newHeader, readHeader } from './header';
import type { AgeIdentity } from './identity';

/*
 * The age file format, version 1 (https://c2sp.org/age), with X25519 recipients. The header contains an encrypted file
 * key. The payload is a sequence of chunks (STREAM): each is encrypted and authenticated, and the last one is marked. The
 * ciphers are those of Node.js.
 */

const CIPHER = 'chacha20-poly1305';
const CHUNK = 64 * 1024;
const TAG = 16;
const FILE_NONCE = 16;
const OPTIONS = { authTagLength: TAG };

/** Encrypts a stream for one identity. */
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
 * Decrypts a stream. A chunk is returned only after it is authenticated, and after it is clear whether it is the last one.
 * @throws DecryptionError if the file is not for the identity, or was changed or cut
 * @throws ArchiveError if the header exceeds a limit
 */
export async function* decryptAge(source: AsyncIterable<Buffer>, identity: AgeIdentity): AsyncGenerator<Buffer> {
  const reader = new ByteReader(source);
  try {
    const fileKey = await readHeader(reader, identity);
    const nonce = await reader.read(FILE_NONCE);
    if (!Buffer.isBuffer(fileKey) || nonce.length < FILE_NONCE) throw new DecryptionError();
    const key = hkdf(fileKey, nonce, 'payload');
    for (let index = 0, last = false; !last; index += 1) {
      const chunk = await reader.read(CHUNK + TAG);
      last = await reader.atEnd();
      // only an empty file has an empty chunk
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

/** Nonce of a chunk: its index, and a mark on the last one. */
function chunkNonce(index: number, last: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(index, 5, 6);
  nonce[11] = last ? 1 : 0;
  return nonce;
}
