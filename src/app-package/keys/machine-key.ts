import type { KeyPadding } from './key-padding';

/** The private key of a machine, wherever it is kept: all that is asked of it is to unwrap the key of a package. */
export interface MachineKey {
  /**
   * @returns the unwrapped key; undefined when this key did not wrap it, whatever the reason
   * @throws InputError when the key cannot be used at all
   */
  unwrap(wrapped: Buffer, padding: KeyPadding): Promise<Buffer | undefined>;
}
