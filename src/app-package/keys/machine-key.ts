import type { KeyPadding } from './key-padding';

/** The private key of a machine, wherever it is kept: it unwraps the key of a package. */
export interface MachineKey {
  /**
   * @returns the unwrapped key; undefined when this key did not wrap it, whatever the reason
   * @throws InputError when the key cannot be used at all
   */
  unwrap(wrapped: Buffer, padding: KeyPadding): Promise<Buffer | undefined>;

  /**
   * SHA-256 of the public key's DER, in hex.
   * @throws InputError when the key cannot be used at all
   */
  fingerprint(): Promise<string>;
}
