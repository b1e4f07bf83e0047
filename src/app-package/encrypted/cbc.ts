import { createCipheriv, createDecipheriv } from 'node:crypto';
import { DecryptionError } from '../decryption-error';
import { CBC_BLOCK, type ClearKey } from './clearkey';

const CIPHER = 'aes-256-cbc';

/** Encrypts a stream like `openssl enc -aes-256-cbc -K … -iv …`. */
export async function* encryptCbc(
  source: AsyncIterable<Buffer>,
  { key, iv }: Pick<ClearKey, 'key' | 'iv'>,
): AsyncGenerator<Buffer> {
  const cipher = createCipheriv(CIPHER, key, iv);
  for await (const chunk of source) yield cipher.update(chunk);
  yield cipher.final();
}

/**
 * Decrypts a stream.
 * @throws DecryptionError if the padding of the last block is not that of the key
 */
export async function* decryptCbc(
  source: AsyncIterable<Buffer>,
  { key, iv, padding }: ClearKey,
): AsyncGenerator<Buffer> {
  const decipher = createDecipheriv(CIPHER, key, iv);
  let longer = 0;
  const counted = (chunk: Buffer, plain: Buffer): Buffer => {
    longer += chunk.length - plain.length;
    return plain;
  };
  for await (const chunk of source) yield counted(chunk, decipher.update(chunk));
  yield counted(
    Buffer.alloc(0),
    last(() => decipher.final()),
  );
  if (longer % CBC_BLOCK !== padding % CBC_BLOCK) throw new DecryptionError();
}

function last(final: () => Buffer): Buffer {
  try {
    return final();
  } catch {
    throw new DecryptionError();
  }
}
