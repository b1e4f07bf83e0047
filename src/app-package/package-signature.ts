import { createPublicKey, sign, verify, constants, type JsonWebKey, type KeyObject } from 'node:crypto';
import { isObject, type JsonObject } from '../kubernetes/manifest';
import { JsonError, readJsonObject } from '../kubernetes/read-json';
import { isBoundMachines, type BoundMachine } from './bound-recipients';
import { fingerprint } from './keys/public-key';

/*
 * A JSON Web Signature in compact form (RFC 7515). Its payload is `{"sha256":{"MANIFEST.JSON":…,"payload.tar.gz.age":…}}`;
 * a signer that binds the recipients adds `"machines":[{"name":…,"fingerprint":…}]`. The header contains the algorithm and the
 * public key.
 */

const TYPE = 'app-package+jws';

/** Signer of a package. */
export interface PackageSigner {
  /** Algorithm of RFC 7518 or 8037: PS256, ES256 or EdDSA. */
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

/**
 * Returns the reason why a key cannot sign packages, or undefined if it can. The key is tested, because a damaged key may have
 * been read without an error.
 */
export function signingKeyProblem(key: KeyObject): string | undefined {
  const algorithm = algorithmOf(key);
  if (algorithm === undefined) return 'cannot sign packages: an RSA, Ed25519 or P-256 key can';
  return canSign(algorithm, key) ? undefined : 'cannot sign packages: it is damaged, and its signatures are not valid';
}

/** Statement of a signature about a package. */
export interface PackageStatement {
  /** SHA-256 in hex, by the names of the entries. */
  readonly sha256: Readonly<Record<string, string>>;
  /** Machines that the signer bound: the only ones that may open the package. Undefined if the signer bound none. */
  readonly machines?: ReadonlyArray<BoundMachine>;
}

/** Signs a statement, as a JSON Web Signature. */
export function signStatement(statement: PackageStatement, key: KeyObject): string {
  const algorithm = algorithmOf(key);
  if (algorithm === undefined) throw new TypeError(signingKeyProblem(key));
  const publicKey = createPublicKey(key);
  const header = {
    alg: algorithm.name,
    typ: TYPE,
    kid: fingerprint(publicKey),
    jwk: publicKey.export({ format: 'jwk' }),
  };
  const input = `${encode(JSON.stringify(header))}.${encode(statementText(statement))}`;
  const signature = sign(algorithm.hash, Buffer.from(input), { key, ...algorithm.options });
  return `${input}.${signature.toString('base64url')}`;
}

/** Valid signature. */
export interface VerifiedSignature {
  readonly signer: PackageSigner;
  /** Machines that the signer bound. Undefined if there are none. */
  readonly machines: ReadonlyArray<BoundMachine> | undefined;
}

/**
 * Verifies a signature with the key in it. The caller must decide whether to trust that key.
 * @returns undefined if the signature is not valid for these digests
 */
export function verifyStatement(jws: string, digests: Readonly<Record<string, string>>): VerifiedSignature | undefined {
  const [header = '', payload = '', signature = '', ...more] = jws.split('.');
  const parameters = parse(header);
  if (parameters === undefined || more.length > 0 || parameters['typ'] !== TYPE || Object.hasOwn(parameters, 'crit'))
    return undefined;
  const key = publicKey(parameters['jwk']);
  const algorithm = key && algorithmOf(key);
  if (key === undefined || algorithm === undefined || parameters['alg'] !== algorithm.name) return undefined;
  if (parameters['kid'] !== fingerprint(key)) return undefined;
  const bytes = decode(signature);
  const machines = statedMachines(jws);
  const expected = statementText({ sha256: digests, ...(machines && { machines }) });
  if (bytes === undefined || payload !== encode(expected)) return undefined;
  const holds = isSignature(algorithm, Buffer.from(`${header}.${payload}`), key, bytes);
  return holds ? { signer: { algorithm: algorithm.name, fingerprint: fingerprint(key) }, machines } : undefined;
}

/** Returns the machines that a signature binds, without a check of the signature. Undefined if there are none. */
export function statedMachines(jws: string): ReadonlyArray<BoundMachine> | undefined {
  const machines = parse(jws.split('.')[1] ?? '')?.['machines'];
  return isBoundMachines(machines) ? machines : undefined;
}

/** Returns the only text of a statement. A text that differs in one byte is another statement. */
function statementText({ sha256, machines }: PackageStatement): string {
  const bound = machines?.map(({ name, fingerprint: print }) => ({ name, fingerprint: print }));
  return JSON.stringify({ sha256, ...(bound && { machines: bound }) });
}

function canSign(algorithm: Algorithm, key: KeyObject): boolean {
  const input = Buffer.from(TYPE);
  try {
    const signature = sign(algorithm.hash, input, { key, ...algorithm.options });
    return isSignature(algorithm, input, createPublicKey(key), signature);
  } catch {
    return false;
  }
}

function algorithmOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): Algorithm | undefined {
  if (asymmetricKeyType === 'rsa') return (asymmetricKeyDetails?.modulusLength ?? 0) >= 2048 ? PS256 : undefined;
  if (asymmetricKeyType === 'ec') return asymmetricKeyDetails?.namedCurve === 'prime256v1' ? ES256 : undefined;
  return asymmetricKeyType === 'ed25519' ? ED_DSA : undefined;
}

/** Verifies a signature. OpenSSL throws for some invalid keys, such as a key with more bits than it supports. */
function isSignature(algorithm: Algorithm, input: Buffer, key: KeyObject, signature: Buffer): boolean {
  try {
    return verify(algorithm.hash, input, { key, ...algorithm.options }, signature);
  } catch {
    return false;
  }
}

function publicKey(jwk: unknown): KeyObject | undefined {
  if (!isObject(jwk)) return undefined;
  try {
    return createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function parse(part: string): JsonObject | undefined {
  const bytes = decode(part);
  try {
    return bytes && readJsonObject(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** Decodes canonical base64url. Returns undefined for any other text. */
function decode(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64url');
  return bytes.toString('base64url') === text ? bytes : undefined;
}
