import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { ArchiveError } from '../archive/archive-error';
import type { ByteReader } from '../archive/byte-reader';
import { MAX_AGE_HEADER_SIZE, MAX_AGE_STANZAS, MAX_AGE_STANZA_SIZE } from '../limits';
import { AgeIdentity } from './identity';

const VERSION = 'age-encryption.org/v1';
const X25519 = 'X25519';
const FILE_KEY = 16;
const TAG = 16;
const COLUMNS = 64;
const LINE_FEED = 0x0a;
const ZERO_NONCE = Buffer.alloc(12);

interface Stanza {
  readonly args: ReadonlyArray<string>;
  readonly body: Buffer;
}

/** A new file key, and the header that carries it to an identity. */
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
 * Reads a header off a file, and takes the file key out of it; undefined when it has none for this identity.
 * @throws ArchiveError for a header that exceeds a limit, before any key is used
 */
export async function readHeader(reader: ByteReader, identity: AgeIdentity): Promise<Buffer | undefined> {
  const bytes = await headerBytes(reader);
  const end = bytes === undefined ? -1 : bytes.lastIndexOf('\n---') + '\n---'.length;
  if (bytes === undefined || end < '\n---'.length) return undefined;
  const mac = decode(bytes.toString('latin1', end + 1, bytes.length - 1));
  const stanzas = parseStanzas(bytes.toString('latin1', 0, end - '---'.length));
  if (stanzas === undefined || mac === undefined || bytes[end] !== 0x20) return undefined;
  for (const stanza of stanzas) {
    const fileKey = unwrap(stanza, identity);
    if (fileKey === undefined) continue;
    const expected = headerMac(fileKey, bytes.subarray(0, end));
    return mac.length === expected.length && timingSafeEqual(mac, expected) ? fileKey : undefined;
  }
  return undefined;
}

/** All up to the line that begins with `---`, and that line. The limits hold while it is read. */
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

function parseStanzas(text: string): Stanza[] | undefined {
  const [version, ...lines] = text.split('\n').slice(0, -1);
  if (version !== VERSION) return undefined;
  const stanzas: Stanza[] = [];
  for (let at = 0; at < lines.length;) {
    const args = (lines[at] ?? '').split(' ');
    if (args.shift() !== '->' || args.includes('')) return undefined;
    const first = (at += 1);
    while (lines[at]?.length === COLUMNS) at += 1;
    const body = decode(lines.slice(first, at + 1).join(''));
    if (lines[at] === undefined || body === undefined) return undefined;
    at += 1;
    stanzas.push({ args, body });
  }
  return stanzas;
}

function unwrap({ args: [type, share = ''], body }: Stanza, identity: AgeIdentity): Buffer | undefined {
  const theirs = decode(share);
  if (type !== X25519 || theirs?.length !== identity.share.length || body.length !== FILE_KEY + TAG) return undefined;
  try {
    const key = wrapKey(identity.agree(theirs), theirs, identity.share);
    const decipher = createDecipheriv('chacha20-poly1305', key, ZERO_NONCE, { authTagLength: TAG });
    decipher.setAuthTag(body.subarray(FILE_KEY));
    return Buffer.concat([decipher.update(body.subarray(0, FILE_KEY)), decipher.final()]);
  } catch {
    return undefined;
  }
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

/** Undefined for anything but the one way to write some bytes. */
function decode(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return encode(bytes) === text ? bytes : undefined;
}
