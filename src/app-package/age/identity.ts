import { createPrivateKey, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { decodeBech32, encodeBech32 } from './bech32';

const PREFIX = 'age-secret-key-';
const LENGTH = 74;

/** DER around the 32 bytes of an X25519 key (RFC 8410). */
const PRIVATE_DER = Buffer.from('302e020100300506032b656e04220420', 'hex');
const PUBLIC_DER = Buffer.from('302a300506032b656e032100', 'hex');
const KEY = 32;

/** X25519 key pair, the native key of age. */
export class AgeIdentity {
  /** Generates a key pair. */
  public static generate(): AgeIdentity {
    return new AgeIdentity(generateKeyPairSync('x25519').privateKey);
  }

  /** Parses `AGE-SECRET-KEY-1…`. Returns undefined for any other text. */
  public static parse(text: string): AgeIdentity | undefined {
    if (text.length !== LENGTH || text !== text.toUpperCase()) return undefined;
    const secret = decodeBech32(PREFIX, text.toLowerCase());
    if (secret?.length !== KEY) return undefined;
    const der = Buffer.concat([PRIVATE_DER, secret]);
    return new AgeIdentity(createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  }

  /** Public key, 32 bytes. */
  public readonly share: Buffer;

  private constructor(private readonly key: KeyObject) {
    this.share = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-KEY);
  }

  /** Secret key, 32 bytes. */
  public get secret(): Buffer {
    return this.key.export({ format: 'der', type: 'pkcs8' }).subarray(-KEY);
  }

  /** Secret key as age writes it: `AGE-SECRET-KEY-1…`, 74 characters. */
  public get text(): string {
    return encodeBech32(PREFIX, this.secret).toUpperCase();
  }

  /**
   * Computes the secret that this key shares with another public key.
   * @throws Error if the public key is of low order, so that everyone would know the secret
   */
  public agree(share: Buffer): Buffer {
    const publicKey = createPublicKey({ key: Buffer.concat([PUBLIC_DER, share]), format: 'der', type: 'spki' });
    return diffieHellman({ privateKey: this.key, publicKey });
  }
}
