import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { ArchiveError } from '../archive/archive-error';
import type { ByteReader } from '../archive/byte-reader';
import { MAX_AGE_HEADER_SIZE, MAX_AGE_STANZAS, MAX_AGE_STANZA_SIZE } from '../limits';
import { AgeIdentity } from './identity';

const VERSION = 'age-encryption.org/v1';
const X25519 = 'X25519';
const FILE_KEY = 16;
const TAG = 16;
const SHARE = 32;
const MAC = 32;
const COLUMNS = 64;
const LINE_FEED = 0x0a;
const ZERO_NONCE = Buffer.alloc(12);

/** Recipient type of a passphrase. The format allows it only as the one recipient of a file. */
const SCRYPT = 'scrypt';

/** Arguments of a stanza: visible characters of ASCII. */
const ARGUMENT = /^[\x21-\x7e]+$/;

interface Stanza {
  readonly args: ReadonlyArray<string>;
  readonly body: Buffer;
}

/** File key, encrypted for one X25519 recipient. */
interface WrappedKey {
  /** Public key of the sender for this file. */
  readonly share: Buffer;
  readonly body: Buffer;
}

interface Header {
  readonly wrappedKeys: ReadonlyArray<WrappedKey>;
  /** Bytes that the message authentication code covers. */
  readonly covered: Buffer;
  readonly mac: Buffer;
}

/** Reason why a header yields no file key. */
export enum HeaderFault {
  /** The header is not in the format. */
  MALFORMED = 'malformed',
  /** The identity matches no recipient of the file. */
  NO_MATCH = 'no match',
  /** The identity yields a key, but the header was changed. */
  WRONG_MAC = 'wrong MAC',
}

/** Generates a file key, and the header that contains it encrypted for an identity. */
export function newHeader(identity: AgeIdentity): { fileKey: Buffer; header: Buffer } {
  const fileKey = randomBytes(FILE_KEY);
  const ephemeral = AgeIdentity.generate();
  const cipher = createCipheriv(
    'chacha20-poly1305',
    wrapKey(ephemeral.agree(identity.share), ephemeral.share, identity.share),
    ZERO_NONCE,
    { authTagLength: TAG },
  );
  const body = Buffer.concat([cipher.update(fileKey), cipher.final(), cipher.getAuthTag()]);
  const text = `${VERSION}\n-> ${X25519} ${encode(ephemeral.share)}\n${encode(body)}\n---`;
  return { fileKey, header: Buffer.from(`${text} ${encode(headerMac(fileKey, Buffer.from(text)))}\n`) };
}

/**
 * Reads the header at the start of a file, and decrypts the file key in it.
 * @throws ArchiveError if the header exceeds a limit; limits are checked before any key is used
 */
export async function readHeader(reader: ByteReader, identity: AgeIdentity): Promise<Buffer | HeaderFault> {
  const bytes = await headerBytes(reader);
  const header = bytes && parseHeader(bytes);
  if (header === undefined) return HeaderFault.MALFORMED;
  for (const wrapped of header.wrappedKeys) {
    const shared = sharedSecret(identity, wrapped.share);
    if (shared === undefined) return HeaderFault.MALFORMED;
    const fileKey = unwrap(wrapped, wrapKey(shared, wrapped.share, identity.share));
    if (fileKey === undefined) continue;
    return timingSafeEqual(header.mac, headerMac(fileKey, header.covered)) ? fileKey : HeaderFault.WRONG_MAC;
  }
  return HeaderFault.NO_MATCH;
}

/** Reads up to the end of the line that begins with `---`. Limits are checked while it reads. */
async function headerBytes(reader: ByteReader): Promise<Buffer | undefined> {
  const bytes: number[] = [];
  let lineStart = 0;
  let stanzaStart = 0;
  let stanzas = 0;
  while (bytes.length < MAX_AGE_HEADER_SIZE) {
    const [byte] = await reader.read(1);
    if (byte === undefined) return undefined;
    bytes.push(byte);
    if (byte !== LINE_FEED) continue;
    const begins = String.fromCharCode(...bytes.slice(lineStart, lineStart + 3));
    if (begins === '---') return Buffer.from(bytes);
    if (begins === '-> ') [stanzas, stanzaStart] = [stanzas + 1, lineStart];
    if (stanzas > MAX_AGE_STANZAS)
      throw new ArchiveError(`has an age header with more than ${MAX_AGE_STANZAS} recipients: the limit`);
    if (stanzas > 0 && bytes.length - stanzaStart > MAX_AGE_STANZA_SIZE)
      throw new ArchiveError(`has an age header with a recipient of more than ${MAX_AGE_STANZA_SIZE} bytes: the limit`);
    lineStart = bytes.length;
  }
  throw new ArchiveError(`has an age header of more than ${MAX_AGE_HEADER_SIZE} bytes: the limit`);
}

function parseHeader(bytes: Buffer): Header | undefined {
  const end = bytes.lastIndexOf('\n---') + '\n---'.length;
  if (end < '\n---'.length || bytes[end] !== 0x20) return undefined;
  const mac = decode(bytes.toString('latin1', end + 1, bytes.length - 1));
  const stanzas = parseStanzas(bytes.toString('latin1', 0, end - '---'.length));
  const wrappedKeys = stanzas && wrappedKeysOf(stanzas);
  if (mac?.length !== MAC || wrappedKeys === undefined) return undefined;
  return { wrappedKeys, covered: bytes.subarray(0, end), mac };
}

function parseStanzas(text: string): Stanza[] | undefined {
  const [version, ...lines] = text.split('\n').slice(0, -1);
  if (version !== VERSION) return undefined;
  const stanzas: Stanza[] = [];
  for (let at = 0; at < lines.length;) {
    const args = (lines[at] ?? '').split(' ');
    if (args.shift() !== '->' || args.length === 0 || !args.every((arg) => ARGUMENT.test(arg))) return undefined;
    const first = (at += 1);
    while (lines[at]?.length === COLUMNS) at += 1;
    const body = decode(lines.slice(first, at + 1).join(''));
    if (lines[at] === undefined || body === undefined) return undefined;
    at += 1;
    stanzas.push({ args, body });
  }
  return stanzas;
}

/**
 * Finds the stanzas of X25519 recipients. Stanzas of other types are skipped.
 * @returns undefined if one of them is malformed, or if a passphrase is not the only recipient
 */
function wrappedKeysOf(stanzas: ReadonlyArray<Stanza>): WrappedKey[] | undefined {
  const keys: WrappedKey[] = [];
  for (const {
    args: [type, ...rest],
    body,
  } of stanzas) {
    if (type === SCRYPT && stanzas.length > 1) return undefined;
    if (type !== X25519) continue;
    const share = decode(rest[0] ?? '');
    if (rest.length !== 1 || share?.length !== SHARE || body.length !== FILE_KEY + TAG) return undefined;
    keys.push({ share, body });
  }
  return keys;
}

/** Undefined if the share is of low order: everyone would know the secret. */
function sharedSecret(identity: AgeIdentity, share: Buffer): Buffer | undefined {
  try {
    return identity.agree(share);
  } catch {
    return undefined;
  }
}

function unwrap({ body }: WrappedKey, key: Buffer): Buffer | undefined {
  const decipher = createDecipheriv('chacha20-poly1305', key, ZERO_NONCE, { authTagLength: TAG });
  decipher.setAuthTag(body.subarray(FILE_KEY));
  const fileKey = decipher.update(body.subarray(0, FILE_KEY));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return fileKey;
}

function wrapKey(shared: Buffer, ephemeral: Buffer, recipient: Buffer): Buffer {
  return hkdf(shared, Buffer.concat([ephemeral, recipient]), `${VERSION}/${X25519}`);
}

function headerMac(fileKey: Buffer, header: Buffer): Buffer {
  return createHmac('sha256', hkdf(fileKey, Buffer.alloc(0), 'header'))
    .update(header)
    .digest();
}

export function hkdf(key: Buffer, salt: Buffer, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, salt, info, 32));
}

function encode(bytes: Buffer): string {
  return bytes.toString('base64').replace(/={1,2}$/, '');
}

/** Decodes canonical base64 without padding. Returns undefined for any other text. */
function decode(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return encode(bytes) === text ? bytes : undefined;
}
