import { createPublicKey, sign, verify, constants, type JsonWebKey, type KeyObject } from 'node:crypto';
import { fingerprint } from './keys/public-key';

/*
 * A JSON Web Signature in compact form (RFC 7515). Its payload is `{"sha256":{"MANIFEST.JSON":…,"payload.tar.gz.age":…}}`,
 * its header names the algorithm and carries the public key.
 */

const TYPE = 'app-package+jws';

/** Who signed a package. */
export interface PackageSigner {
  /** RFC 7518 and 8037: PS256, ES256 or EdDSA. */
  readonly algorithm: string;
  /** SHA-256 of the public key's DER, in hex. */
  readonly fingerprint: string;
}

interface Algorithm {
  readonly name: string;
  readonly hash: string | null;
  readonly options: {
    readonly padding?: number;
    readonly saltLength?: number;
    readonly dsaEncoding?: 'ieee-p1363';
  };
}

const PS256: Algorithm = {
  name: 'PS256',
  hash: 'sha256',
  options: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 },
};
const ES256: Algorithm = { name: 'ES256', hash: 'sha256', options: { dsaEncoding: 'ieee-p1363' } };
const ED_DSA: Algorithm = { name: 'EdDSA', hash: null, options: {} };

/** Why a key cannot sign packages; undefined when it can. */
export function signingKeyProblem(key: KeyObject): string | undefined {
  return algorithmOf(key) ? undefined : 'cannot sign packages: an RSA, Ed25519 or P-256 key can';
}

/** Signs what the digests stand for. */
export function signDigests(digests: Readonly<Record<string, string>>, key: KeyObject): string {
  const algorithm = algorithmOf(key);
  if (algorithm === undefined) throw new TypeError(signingKeyProblem(key));
  const publicKey = createPublicKey(key);
  const header = {
    alg: algorithm.name,
    typ: TYPE,
    kid: fingerprint(publicKey),
    jwk: publicKey.export({ format: 'jwk' }),
  };
  const input = `${encode(JSON.stringify(header))}.${encode(JSON.stringify({ sha256: digests }))}`;
  const signature = sign(algorithm.hash, Buffer.from(input), { key, ...algorithm.options });
  return `${input}.${signature.toString('base64url')}`;
}

/**
 * Judges a signature by the key that it carries; whether that key is to be trusted is another matter.
 * @returns undefined when it does not hold for these digests
 */
export function verifyDigests(jws: string, digests: Readonly<Record<string, string>>): PackageSigner | undefined {
  const [header = '', payload = '', signature = '', ...more] = jws.split('.');
  const said = parse(header) as { alg?: unknown; typ?: unknown; kid?: unknown; jwk?: JsonWebKey } | undefined;
  if (said === undefined || more.length > 0 || said.typ !== TYPE || 'crit' in said) return undefined;
  const key = publicKey(said.jwk);
  const algorithm = key && algorithmOf(key);
  if (key === undefined || algorithm === undefined || said.alg !== algorithm.name) return undefined;
  if (said.kid !== fingerprint(key)) return undefined;
  const bytes = decode(signature);
  if (bytes === undefined || payload !== encode(JSON.stringify({ sha256: digests }))) return undefined;
  const holds = verify(algorithm.hash, Buffer.from(`${header}.${payload}`), { key, ...algorithm.options }, bytes);
  return holds ? { algorithm: algorithm.name, fingerprint: fingerprint(key) } : undefined;
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): Algorithm | undefined {
  if (asymmetricKeyType === 'rsa') return (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? PS256 : undefined;
  if (asymmetricKeyType === 'ec') return asymmetricKeyDetails?.namedCurve === 'prime256v1' ? ES256 : undefined;
  return asymmetricKeyType === 'ed25519' ? ED_DSA : undefined;
}

function publicKey(jwk: JsonWebKey | undefined): KeyObject | undefined {
  try {
    return jwk && createPublicKey({ key: jwk, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function parse(part: string): unknown {
  try {
    const value: unknown = JSON.parse(decode(part)?.toString('utf8') ?? '');
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** Undefined for anything but the one way to write some bytes. */
function decode(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
