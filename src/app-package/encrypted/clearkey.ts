import { randomBytes } from 'node:crypto';

/** Content of a lock key: the key of the payload, and its padding. */
export interface ClearKey {
  /** Number of bytes by which the encrypted payload is longer, modulo 16. */
  readonly padding: number;
  /** AES-256 key. */
  readonly key: Buffer;
  readonly iv: Buffer;
}

const SALT = 16;
const PAD = 1;
const KEY = 32;
const IV = 16;
const LENGTH = SALT + PAD + KEY + IV;

/** Size of a block of AES in bytes. */
export const CBC_BLOCK = 16;

/** Generates the key of a payload. */
export function newContentKey(): Pick<ClearKey, 'key' | 'iv'> {
  return { key: randomBytes(KEY), iv: randomBytes(IV) };
}

/** Encodes the content of a lock key: 65 bytes, with a new salt for each machine. */
export function encodeClearKey({ padding, key, iv }: ClearKey): Buffer {
  return Buffer.concat([randomBytes(SALT), Buffer.from([padding]), key, iv]);
}

/** Decodes the content of a lock key from its end, like container-app-service. Undefined if it is too short. */
export function decodeClearKey(bytes: Buffer): ClearKey | undefined {
  if (bytes.length < LENGTH) return undefined;
  const iv = bytes.subarray(-IV);
  const key = bytes.subarray(-IV - KEY, -IV);
  const padding = bytes[bytes.length - IV - KEY - PAD] ?? 0;
  return { padding, key, iv };
}
