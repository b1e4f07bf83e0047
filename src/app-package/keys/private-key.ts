import { createPrivateKey, type KeyObject } from 'node:crypto';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { InputError, quote } from '../../diagnostics/input-error';
import { fileProblem } from '../../diagnostics/file-error';
import { MAX_KEY_FILE_SIZE } from '../limits';
import { readSmall } from '../files/read-file';

/** Private key with warnings about its file. */
export interface PrivateKey {
  readonly key: KeyObject;
  /** Warnings for the user, one sentence each. */
  readonly warnings: ReadonlyArray<string>;
}

const ENCRYPTED = /ENCRYPTED/;

/**
 * Reads a private key in PEM.
 * @param passphrase called only if the key is encrypted
 * @throws InputError if the file is not a private key, or the passphrase is wrong
 */
export async function readPrivateKey(path: string, passphrase: () => Promise<string>): Promise<PrivateKey> {
  const subject = `private key ${quote(path)}`;
  const { pem, mode } = readWithMode(path, subject);
  const warnings =
    (mode & 0o077) === 0
      ? []
      : [`${subject}: others can read it (mode ${(mode & 0o777).toString(8)}): run "chmod 600" on it`];
  const secret = ENCRYPTED.test(pem) ? await passphrase() : undefined;
  try {
    return { key: createPrivateKey({ key: pem, passphrase: secret }), warnings };
  } catch (error) {
    throw new InputError(subject, [keyProblem(error as NodeJS.ErrnoException, secret !== undefined)]);
  }
}

/** Code of OpenSSL for a cipher that it does not support, such as RC4. The passphrase does not matter then. */
const UNSUPPORTED_CIPHER = 'ERR_OSSL_EVP_UNSUPPORTED';

function keyProblem({ code }: NodeJS.ErrnoException, isEncrypted: boolean): string {
  if (!isEncrypted) return 'is not a private key in PEM';
  return code === UNSUPPORTED_CIPHER
    ? 'is encrypted with a cipher that Node.js does not support, such as RC4, RC2 or DES: encrypt it again with "openssl pkcs8 -topk8 -v2 aes-256-cbc -provider legacy -provider default"'
    : 'cannot be read with this passphrase';
}

function readWithMode(path: string, subject: string): { pem: string; mode: number } {
  try {
    const file = openSync(path, 'r');
    try {
      return { pem: readSmall(file, MAX_KEY_FILE_SIZE).toString('utf8'), mode: fstatSync(file).mode };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw new InputError(subject, [fileProblem(error)]);
  }
}
