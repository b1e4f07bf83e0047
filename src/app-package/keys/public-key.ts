import { constants, createHash, createPublicKey, publicEncrypt, type KeyObject } from 'node:crypto';
import { InputError, quote } from '../../diagnostics/input-error';
import { fileProblem } from '../../diagnostics/file-error';
import { stringAt } from '../../kubernetes/manifest';
import { JsonError, readJsonObject } from '../../kubernetes/read-json';
import { MAX_KEY_FILE_SIZE, MAX_RSA_BITS } from '../limits';
import { readSmallFile } from '../files/read-file';
import { KeyPadding } from './key-padding';

const SMALLEST_RSA = 2048;
const SMALLEST_EXPONENT = 3n;

/**
 * Reads a public key in PEM, or an answer of container-app-service that contains one. A private key is rejected, because it should not be on the computer that packs.
 * @throws InputError if the file is not a public key
 */
export function readPublicKey(path: string): KeyObject {
  const subject = `public key ${quote(path)}`;
  let pem: string;
  try {
    pem = pemIn(readSmallFile(path, MAX_KEY_FILE_SIZE).toString('utf8'));
  } catch (error) {
    throw new InputError(subject, [fileProblem(error)]);
  }
  if (pem.includes('PRIVATE KEY'))
    throw new InputError(subject, ['is a private key: give the file that ends in .pub.pem']);
  try {
    return createPublicKey(pem);
  } catch {
    throw new InputError(subject, ['is not a public key in PEM']);
  }
}

/** Returns the PEM in a file: its text, or the value of `pubKey` in an answer of container-app-service. */
function pemIn(text: string): string {
  if (!text.trimStart().startsWith('{')) return text;
  try {
    return stringAt(readJsonObject(text), 'pubKey') ?? text;
  } catch (error) {
    if (error instanceof JsonError) return text;
    throw error;
  }
}

/**
 * Returns the SHA-256 of a public key's DER (SubjectPublicKeyInfo) in hex, like
 * `openssl pkey -pubin -outform DER | sha256sum`.
 */
export function fingerprint(key: KeyObject): string {
  const publicKey = key.type === 'private' ? createPublicKey(key) : key;
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex');
}

/** Returns the reason why a key cannot be the key of a machine, or undefined if it can. */
export function machineKeyProblem(key: KeyObject): string | undefined {
  if (key.asymmetricKeyType !== 'rsa') return `is a key of type ${key.asymmetricKeyType}: must be RSA for a machine`;
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  if (bits > MAX_RSA_BITS) return `is an RSA key of ${bits} bits: the limit is ${MAX_RSA_BITS}`;
  if (bits >= SMALLEST_RSA && !canWrap(key)) return 'is damaged: its numbers are not valid for RSA';
  return bits < SMALLEST_RSA ? `is an RSA key of ${bits} bits: must have at least ${SMALLEST_RSA}` : undefined;
}

/** False for a key whose numbers are not valid for RSA. Such a key is read without an error, and fails only when it is used. */
function canWrap(key: KeyObject): boolean {
  const { publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
  // with the exponent 1, encryption would change nothing
  if (publicExponent < SMALLEST_EXPONENT || publicExponent % 2n === 0n) return false;
  try {
    return wrapKey(key, Buffer.alloc(1), KeyPadding.OAEP_SHA256).length > 0;
  } catch {
    return false;
  }
}

const PADDING: Readonly<Record<KeyPadding, { readonly padding: number; readonly oaepHash?: string }>> = {
  [KeyPadding.PKCS1_V1_5]: { padding: constants.RSA_PKCS1_PADDING },
  [KeyPadding.OAEP_SHA256]: { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' },
};

/** Encrypts the key of a package for a machine. */
export function wrapKey(machine: KeyObject, key: Buffer, padding: KeyPadding): Buffer {
  return publicEncrypt({ key: machine, ...PADDING[padding] }, key);
}
