import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { decodeBech32, encodeBech32 } from './bech32';

const PREFIX = 'age-secret-key-';
const LENGTH = 74;

/** DER around the 32 bytes of an X25519 key (RFC 8410). */
const PRIVATE_DER = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_DER = Buffer.from('302a300506032b656e032100', 'hex');
const KEY = 32;

/** A native key of age: X25519. */
export class AgeIdentity {
  public static generate(): AgeIdentity {
    return new AgeIdentity(generateKeyPairSync('x25519').privateKey);
  }

  /** Reads `AGE-SECRET-KEY-1…`; undefined for anything else. */
  public static parse(text: string): AgeIdentity | undefined {
    if (text.length !== LENGTH || text !== text.toUpperCase()) return undefined;
    const secret = decodeBech32(PREFIX, text.toLowerCase());
    if (secret?.length !== KEY) return undefined;
    const der = Buffer.concat([PRIVATE_DER, secret]);
    return new AgeIdentity(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  }

  /** The public key: 32 bytes. */
  public readonly share: Buffer;

  private constructor(private readonly key: KeyObject) {
    this.share = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-KEY);
  }

  /** The secret key: 32 bytes. */
  public get secret(): Buffer {
    return this.key.export({ format: 'der', type: 'pkcs8' }).subarray(-KEY);
  }

  /** `AGE-SECRET-KEY-1…`, 74 characters. */
  public get text(): string {
    return encodeBech32(PREFIX, this.secret).toUpperCase();
  }

  /** What this key and another's public one have in common. */
  public agree(share: Buffer): Buffer {
    const publicKey = createPublicKey({ key: Buffer.concat([PUBLIC_DER, share]), format: 'der', type: 'spki' });
    return diffieHellman({ privateKey: this.key, publicKey });
  }
}
