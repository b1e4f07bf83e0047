import { createPrivateKey, type KeyObject } from 'node:crypto';
import { closeSync, fstatSync, openSync } from 'node:fs';
import { InputError, quote } from '../../diagnostics/input-error';
import { fileProblem } from '../../diagnostics/file-error';
import { MAX_KEY_FILE_SIZE } from '../limits';
import { readSmall } from '../files/read-file';

/** A private key as it was read. */
export interface PrivateKey {
  readonly key: KeyObject;
  /** Said to the user. */
  readonly warnings: ReadonlyArray<string>;
}

const ENCRYPTED = /ENCRYPTED/;

/**
 * Reads a private key in PEM.
 * @param passphrase asked for only when the key is under one
 */
export async function readPrivateKey(path: string, passphrase: () => Promise<string>): Promise<PrivateKey> {
  const subject = `private key ${quote(path)}`;
  const { pem, mode } = readWithMode(path, subject);
  const warnings =
    (mode & 0o077) === 0
      ? []
      : [`${subject}: others may read it (mode ${(mode & 0o777).toString(8)}): run "chmod 600" on it`];
  const secret = ENCRYPTED.test(pem) ? await passphrase() : undefined;
  try {
    return { key: createPrivateKey({ key: pem, ...(secret !== undefined && { passphrase: secret }) }), warnings };
  } catch {
    const problem = secret === undefined ? 'is no private key in PEM' : 'cannot be read with this passphrase';
    throw new InputError(subject, [problem]);
  }
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
