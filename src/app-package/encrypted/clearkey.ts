import { randomBytes } from 'node:crypto';

/** What a lock key wraps for a machine: the key of the payload, and how it is padded. */
export interface ClearKey {
  /** How many bytes longer the encrypted payload is, modulo 16. */
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

export const CBC_BLOCK = 16;

export function newContentKey(): Pick<ClearKey, 'key' | 'iv'> {
  return { key: randomBytes(KEY), iv: randomBytes(IV) };
}

/** 65 bytes, with a salt of its own for each machine. */
export function encodeClearKey({ padding, key, iv }: ClearKey): Buffer {
  return Buffer.concat([randomBytes(SALT), Buffer.from([padding]), key, iv]);
}

/** The fields, taken from the end, as container-app-service takes them; undefined when there is too little. */
export function decodeClearKey(bytes: Buffer): ClearKey | undefined {
  if (bytes.length < LENGTH) return undefined;
  const iv = bytes.subarray(-IV);
  const key = bytes.subarray(-IV - KEY, -IV);
  const padding = bytes[bytes.length - IV - KEY - PAD] ?? 0;
  return { padding, key, iv };
}
