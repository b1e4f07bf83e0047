import { constants, privateDecrypt, type KeyObject } from 'node:crypto';
import { KeyPadding } from './key-padding';
import type { MachineKey } from './machine-key';
import { fingerprint, machineKeyProblem } from './public-key';
import { InputError } from '../../diagnostics/input-error';

/** A machine's key in a file. */
export class PrivateMachineKey implements MachineKey {
  /** @throws InputError for a key that cannot be a machine's */
  constructor(
    private readonly key: KeyObject,
    subject: string,
  ) {
    const problem = machineKeyProblem(key);
    if (problem !== undefined) throw new InputError(subject, [problem]);
  }

  public unwrap(wrapped: Buffer, padding: KeyPadding): Promise<Buffer | undefined> {
    // OpenSSL takes a shorter one for the same number
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

/** 0x00, 0x02 and the filler, which has no zero in it (RFC 8017, section 7.2.1). */
const SHORTEST_FILLER = 8;

/** Node.js refuses to undo this padding itself since CVE-2023-46809, which is about servers that answer many times. */
function unwrapPkcs1(key: KeyObject, wrapped: Buffer): Buffer | undefined {
  const padded = privateDecrypt({ key, padding: constants.RSA_NO_PADDING }, wrapped);
  const end = padded.indexOf(0, 2);
  const sound = padded[0] === 0 && padded[1] === 2 && end >= 2 + SHORTEST_FILLER;
  return sound ? padded.subarray(end + 1) : undefined;
}
