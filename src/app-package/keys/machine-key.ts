import type { KeyPadding } from './key-padding';

/** Private key of a machine, wherever it is stored. It decrypts the keys of packages. */
export interface MachineKey {
  /**
   * Decrypts the key of a package.
   * @returns undefined if this key does not decrypt it, for any reason
   * @throws InputError if the key cannot be used
   */
  unwrap(wrapped: Buffer, padding: KeyPadding): Promise<Buffer | undefined>;

  /**
   * Returns the SHA-256 of the public key's DER, in hex.
   * @throws InputError if the key cannot be used
   */
  fingerprint(): Promise<string>;
}
