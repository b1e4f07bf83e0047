import { constants, privateDecrypt, type KeyObject } from 'node:crypto';
import { KeyPadding } from './key-padding';
import type { MachineKey } from './machine-key';
import { fingerprint, machineKeyProblem } from './public-key';
import { InputError } from '../../diagnostics/input-error';

/** Key of a machine in a file. */
export class PrivateMachineKey implements MachineKey {
  /** @throws InputError if the key cannot be the key of a machine */
  constructor(
    private readonly key: KeyObject,
    subject: string,
  ) {
    const problem = machineKeyProblem(key);
    if (problem !== undefined) throw new InputError(subject, [problem]);
  }

  public unwrap(wrapped: Buffer, padding: KeyPadding): Promise<Buffer | undefined> {
    // OpenSSL would read a shorter value as the same number
    if (wrapped.length * 8 < (this.key.asymmetricKeyDetails?.modulusLength ?? 0)) return Promise.resolve(undefined);
    try {
      return Promise.resolve(UNWRAP[padding](this.key, wrapped));
    } catch {
      return Promise.resolve(undefined);
    }
  }

  public fingerprint(): Promise<string> {
    return Promise.resolve(fingerprint(this.key));
  }
}

const UNWRAP: Readonly<Record<KeyPadding, (key: KeyObject, wrapped: Buffer) => Buffer | undefined>> = {
  [KeyPadding.PKCS1_V1_5]: unwrapPkcs1,
  [KeyPadding.OAEP_SHA256]: (key, wrapped) =>
    privateDecrypt({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, wrapped),
};

/** Shortest filler, which follows 0x00 and 0x02 and contains no zero (RFC 8017, section 7.2.1). */
const SHORTEST_FILLER = 8;

/** Removes the padding, because Node.js does not since CVE-2023-46809. That attack needs a server with many answers. */
function unwrapPkcs1(key: KeyObject, wrapped: Buffer): Buffer | undefined {
  const padded = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, wrapped);
  const end = padded.indexOf(0, 2);
  const sound = padded[0] === 0 && padded[1] === 2 && end >= 2 + SHORTEST_FILLER;
  return sound ? padded.subarray(end + 1) : undefined;
}
