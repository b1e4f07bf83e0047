import { createDecipheriv, createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { decryptAge } from '../../../src/app-package/age/age';
import { HeaderFault, hkdf, readHeader } from '../../../src/app-package/age/header';
import { AgeIdentity } from '../../../src/app-package/age/identity';
import { ByteReader } from '../../../src/app-package/archive/byte-reader';
import { chunks } from '../workbench';

/*
 * The public test vectors of the age format (https://github.com/C2SP/CCTV/tree/main/age). The reader knows the binary form
 * with X25519 recipients. Every other vector is in a list below, and the reader must reject it.
 */

interface Vector {
  readonly name: string;
  readonly expect: string;
  readonly identities: ReadonlyArray<string>;
  readonly isArmored: boolean;
  readonly hasPassphrase: boolean;
  /** SHA-256 of all that a reader releases, in hexadecimal; empty if it releases nothing. */
  readonly payload: string;
  readonly fileKey: Buffer;
  readonly file: Buffer;
}

function parseVector(name: string, bytes: Buffer): Vector {
  const end = bytes.indexOf('\n\n');
  const lines = bytes.toString('utf8', 0, end).split('\n');
  const all = (key: string): string[] =>
    lines.filter((line) => line.startsWith(`${key}: `)).map((line) => line.slice(key.length + 2));
  const one = (key: string): string => all(key)[0] ?? '';
  const file = bytes.subarray(end + 2);
  return {
    name,
    expect: one('expect'),
    identities: all('identity'),
    isArmored: one('armored') === 'yes',
    hasPassphrase: one('passphrase') !== '',
    payload: one('payload'),
    fileKey: Buffer.from(one('file key'), 'hex'),
    file: one('compressed') === 'zlib' ? inflateSync(file) : file,
  };
}

const VECTORS = Object.entries(jest.requireActual<Record<string, unknown>>('cctv-age'))
  .filter((entry): entry is [string, Uint8Array] => entry[1] instanceof Uint8Array)
  .map(([name, bytes]) => parseVector(name, Buffer.from(bytes)));

/** Number of vectors in the pinned version of the package. */
const COUNT = 143;

interface OutOfScope {
  readonly reason: string;
  /** True if a vector needs what the reader does not know. */
  readonly isMeant: (vector: Vector) => boolean;
  readonly names: ReadonlyArray<string>;
}

const OUT_OF_SCOPE: Readonly<Record<string, OutOfScope>> = {
  armor: {
    reason: 'a package contains the binary form; the reader knows no ASCII armor',
    isMeant: ({ isArmored }) => isArmored,
    names: [
      'armor_crlf',
      'armor_empty',
      'armor_empty_last_line',
      'armor_empty_line_begin',
      'armor_empty_line_end',
      'armor_eol_between_padding',
      'armor_full_last_line',
      'armor_garbage_encoded',
      'armor_garbage_leading',
      'armor_garbage_trailing',
      'armor_header_crlf',
      'armor_headers',
      'armor_hybrid',
      'armor_invalid_character_header',
      'armor_invalid_character_payload',
      'armor_long_line',
      'armor_lowercase',
      'armor_no_end_line',
      'armor_no_eol',
      'armor_no_match',
      'armor_no_padding',
      'armor_not_canonical',
      'armor_pgp_checksum',
      'armor_scrypt',
      'armor_short_line',
      'armor_whitespace_begin',
      'armor_whitespace_end',
      'armor_whitespace_eol',
      'armor_whitespace_last_line',
      'armor_whitespace_line_start',
      'armor_whitespace_outside',
      'armor_wrong_type',
      'armor_x25519',
    ],
  },
  scrypt: {
    reason: 'a package is encrypted for keys of machines; the reader knows no passphrase',
    isMeant: ({ isArmored, hasPassphrase, identities }) => !isArmored && hasPassphrase && identities.length === 0,
    names: [
      'scrypt',
      'scrypt_bad_tag',
      'scrypt_double',
      'scrypt_extra_argument',
      'scrypt_long_file_key',
      'scrypt_no_match',
      'scrypt_not_canonical_body',
      'scrypt_not_canonical_salt',
      'scrypt_salt_long',
      'scrypt_salt_missing',
      'scrypt_salt_short',
      'scrypt_uppercase',
      'scrypt_work_factor_23',
      'scrypt_work_factor_hex',
      'scrypt_work_factor_leading_garbage',
      'scrypt_work_factor_leading_plus',
      'scrypt_work_factor_leading_zero_decimal',
      'scrypt_work_factor_leading_zero_octal',
      'scrypt_work_factor_missing',
      'scrypt_work_factor_negative',
      'scrypt_work_factor_overflow',
      'scrypt_work_factor_trailing_garbage',
      'scrypt_work_factor_wrong',
      'scrypt_work_factor_zero',
    ],
  },
  hybrid: {
    reason: 'the reader knows no post-quantum identities (mlkem768x25519)',
    isMeant: ({ isArmored, identities }) =>
      !isArmored && identities.length > 0 && identities.every((text) => text.startsWith('AGE-SECRET-KEY-PQ-1')),
    names: [
      'hybrid',
      'hybrid_and_x25519',
      'hybrid_bad_tag',
      'hybrid_currupted_enc_mlkem',
      'hybrid_currupted_enc_x25519',
      'hybrid_extra_argument',
      'hybrid_grease',
      'hybrid_identity',
      'hybrid_long_file_key',
      'hybrid_long_share',
      'hybrid_low_order',
      'hybrid_multiple_recipients',
      'hybrid_no_match',
      'hybrid_not_canonical_body',
      'hybrid_not_canonical_enc',
      'hybrid_short_share',
      'hybrid_uppercase',
    ],
  },
};

const KINDS = Object.entries(OUT_OF_SCOPE);
const EXCLUDED = new Set(KINDS.flatMap(([, { names }]) => names));
const IN_SCOPE = VECTORS.filter(({ name }) => !EXCLUDED.has(name));

/** Vectors without a whole nonce. The vectors count the nonce to the header, the reader counts it to the payload. */
const NONCE = ['stream_no_nonce', 'stream_short_nonce'];

/**
 * Vectors of which the reader releases one chunk less than the vectors allow: it releases a chunk only after it is clear
 * whether the file ends there.
 */
const RELEASED_LATER = [
  'stream_no_final_full',
  'stream_no_final_two_chunks_full',
  'stream_trailing_garbage_long',
  'stream_trailing_garbage_short',
  'stream_two_final_chunks',
  'stream_two_final_chunks_full',
  'stream_two_final_chunks_second',
];

function identityOf({ identities }: Vector): AgeIdentity {
  const parsed = identities.map((text) => AgeIdentity.parse(text)).filter((identity) => identity !== undefined);
  return parsed[0] ?? AgeIdentity.generate();
}

async function decrypt(vector: Vector): Promise<{ released: Buffer; error: string | undefined }> {
  const parts: Buffer[] = [];
  try {
    for await (const part of decryptAge(chunks(vector.file), identityOf(vector))) parts.push(part);
    return { released: Buffer.concat(parts), error: undefined };
  } catch (error) {
    return { released: Buffer.concat(parts), error: (error as Error).name };
  }
}

async function faultOf(vector: Vector): Promise<HeaderFault | undefined> {
  const result = await readHeader(new ByteReader(chunks(vector.file)), identityOf(vector));
  return Buffer.isBuffer(result) ? undefined : result;
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Decrypts chunk after chunk with the file key of the vector, without a look at what follows. */
function releasable({ file, fileKey }: Vector): Buffer {
  const start = file.indexOf('\n', file.indexOf('\n---') + 1) + 1;
  const key = hkdf(fileKey, file.subarray(start, start + 16), 'payload');
  const plain: Buffer[] = [];
  for (let at = start + 16, index = 0, isLast = false; at < file.length && !isLast; at += 65_552, index += 1) {
    const sealed = file.subarray(at, at + 65_552);
    const marks = sealed.length === 65_552 ? [0, 1] : [1];
    const opened = marks.map((mark) => ({ mark, text: openChunk(key, index, mark, sealed) }));
    const found = opened.find(({ text }) => text !== undefined);
    if (found?.text === undefined || (index > 0 && found.text.length === 0)) break;
    plain.push(found.text);
    isLast = found.mark === 1;
  }
  return Buffer.concat(plain);
}

function openChunk(key: Buffer, index: number, mark: number, sealed: Buffer): Buffer | undefined {
  if (sealed.length < 16) return undefined;
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(index, 7);
  nonce[11] = mark;
  const decipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  decipher.setAuthTag(sealed.subarray(-16));
  const text = decipher.update(sealed.subarray(0, -16));
  try {
    decipher.final();
  } catch {
    return undefined;
  }
  return text;
}

function expecting(...results: string[]): [string, Vector][] {
  return IN_SCOPE.filter((vector) => results.includes(vector.expect)).map((vector) => [vector.name, vector]);
}

const SUCCESS = expecting('success');
const HEADER = expecting('header failure').filter(([name]) => !NONCE.includes(name));
const NO_MATCH = expecting('no match');
const MAC = expecting('HMAC failure');
const PAYLOAD = expecting('payload failure');

test('every vector of the package is decrypted, or is on a list of what the reader does not know', () => {
  expect(VECTORS).toHaveLength(COUNT);
  for (const [kind, { isMeant, names }] of KINDS)
    expect([kind, names]).toEqual([kind, VECTORS.filter(isMeant).map(({ name }) => name)]);
  const run = [SUCCESS, HEADER, NO_MATCH, MAC, PAYLOAD].flat().map(([name]) => name);
  expect([...run, ...NONCE, ...EXCLUDED].sort()).toEqual(VECTORS.map(({ name }) => name).sort());
});

test.each(SUCCESS)('%s yields the expected payload', async (_, vector) => {
  const { released, error } = await decrypt(vector);
  expect([error, sha256(released)]).toEqual([undefined, vector.payload]);
});

test.each(HEADER)('%s is rejected as a malformed header', async (_, vector) => {
  expect(await faultOf(vector)).toBe(HeaderFault.MALFORMED);
  expect(await decrypt(vector)).toEqual({ released: Buffer.alloc(0), error: 'DecryptionError' });
});

test.each(NO_MATCH)('%s is rejected because the identity matches no recipient', async (_, vector) => {
  expect(await faultOf(vector)).toBe(HeaderFault.NO_MATCH);
  expect(await decrypt(vector)).toEqual({ released: Buffer.alloc(0), error: 'DecryptionError' });
});

test.each(MAC)('%s is rejected because the header was changed', async (_, vector) => {
  expect(await faultOf(vector)).toBe(HeaderFault.WRONG_MAC);
  expect(await decrypt(vector)).toEqual({ released: Buffer.alloc(0), error: 'DecryptionError' });
});

test.each(NONCE)('%s is rejected after a sound header', async (name) => {
  const vector = VECTORS.find((each) => each.name === name)!;
  expect([vector.expect, await faultOf(vector)]).toEqual(['header failure', undefined]);
  expect(await decrypt(vector)).toEqual({ released: Buffer.alloc(0), error: 'DecryptionError' });
});

test.each(PAYLOAD)('%s is rejected, and only authenticated chunks are released', async (name, vector) => {
  expect(await faultOf(vector)).toBeUndefined();
  const { released, error } = await decrypt(vector);
  expect(error).toBe('DecryptionError');
  const all = releasable(vector);
  expect(vector.payload === '' ? all.length : sha256(all)).toBe(vector.payload === '' ? 0 : vector.payload);
  expect(all.subarray(0, released.length).equals(released)).toBe(true);
  const isLater = RELEASED_LATER.includes(name);
  expect(all.length - released.length).toBe(isLater ? lengthOfLastChunk(all) : 0);
});

function lengthOfLastChunk({ length }: Buffer): number {
  return length % 65_536 || 65_536;
}

describe.each(KINDS)('out of scope: %s', (_, { names }) => {
  test.each(names)('%s is rejected, and nothing is released', async (name) => {
    const vector = VECTORS.find((each) => each.name === name)!;
    expect(await decrypt(vector)).toEqual({ released: Buffer.alloc(0), error: 'DecryptionError' });
  });
});
