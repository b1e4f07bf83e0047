import { generateKeyPair } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { plainName } from '../../host/plain-name';
import { InputError, quote } from '../../diagnostics/input-error';
import { machineNameProblem } from '../machine-name';
import { AppPackageForm } from '../app-package-form';
import { fingerprint } from './public-key';

const BITS = 4096;

/** Files of a new key pair. */
export interface KeyPairFiles {
  readonly privateKey: string;
  readonly publicKey: string;
  /** SHA-256 of the public key's DER, in hex. */
  readonly fingerprint: string;
}

/**
 * Generates an RSA key of 4096 bits for a machine or a signer: `NAME.key.pem` (PKCS#8, readable only by the user) and
 * `NAME.pub.pem`.
 * @param passphrase encrypts the private key; without one, the key is not encrypted
 * @throws InputError if the name is not plain, or one of the files exists
 */
export async function generateKeyPairFiles(name: string, folder: string, passphrase?: string): Promise<KeyPairFiles> {
  const subject = `key ${quote(name)}`;
  const problem = plainName('the name', name) ?? machineNameProblem(name, AppPackageForm.ENCRYPTED);
  if (problem !== undefined) throw new InputError(subject, [problem]);
  const files = { privateKey: join(folder, `${name}.key.pem`), publicKey: join(folder, `${name}.pub.pem`) };
  const there = Object.values(files).filter((file) => existsSync(file));
  if (there.length > 0)
    throw new InputError(
      subject,
      there.map((file) => `${quote(file)} already exists: a key is never overwritten`),
    );
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', { modulusLength: BITS });
  mkdirSync(folder, { recursive: true });
  const protection = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
  writeFileSync(files.privateKey, privateKey.export({ type: 'pkcs8', format: 'pem', ...protection }), {
    mode: 0o600,
    flag: 'wx',
  });
  try {
    writeFileSync(files.publicKey, publicKey.export({ type: 'spki', format: 'pem' }), { flag: 'wx' });
  } catch (error) {
    rmSync(files.privateKey);
    throw error;
  }
  return { ...files, fingerprint: fingerprint(publicKey) };
}
