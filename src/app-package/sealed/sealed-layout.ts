import { createHmac } from 'node:crypto';
import { hkdf } from '../age/header';
import type { AgeIdentity } from '../age/identity';
import { fileHeader, tarHeader, tarPadding } from '../archive/tar-writer';

/*
 * A sealed package is a tar archive of exactly these entries in this order. Their headers have no variable parts, so a change of
 * any byte is detected:
 *
 *   MANIFEST.JSON          name and version, readable by everyone
 *   recipients/MACHINE     for each machine, sorted: the payload's age key, wrapped with the machine's (RSAES-OAEP, SHA-256)
 *   SEAL                   HMAC-SHA-256 of all bytes before it, with a key derived from the age key
 *   payload.tar.gz.age     the payload, encrypted to the age key
 *   SIGNATURE.JWS          optional: a signature over manifest and payload
 */
export const RECIPIENTS_FOLDER = 'recipients/';
export const SEAL_NAME = 'SEAL';
/** Size of an HMAC-SHA-256 in bytes. */
export const SEAL_SIZE = 32;
export const SEALED_PAYLOAD_NAME = 'payload.tar.gz.age';

/** Returns an entry of a tar archive. */
export function tarEntry(name: string, bytes: Buffer): Buffer {
  return Buffer.concat([tarHeader(fileHeader(name, bytes.length)), bytes, tarPadding(bytes.length)]);
}

/** Computes the seal with the payload's key. It protects manifest and recipients, as the MAC of age protects its header. */
export function sealCode(identity: AgeIdentity, sealed: Buffer): Buffer {
  const key = hkdf(identity.secret, Buffer.alloc(0), 'secure-edge sealed package v1');
  return createHmac('sha256', key).update(sealed).digest();
}
