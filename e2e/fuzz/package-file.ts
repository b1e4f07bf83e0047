import {
  createCipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { hkdf } from '../../src/app-package/age/header';
import { AgeIdentity } from '../../src/app-package/age/identity';
import { AppPackageForm } from '../../src/app-package/app-package-form';
import { TAR_END } from '../../src/app-package/archive/tar-writer';
import { encodeClearKey } from '../../src/app-package/encrypted/clearkey';
import { KeyPadding } from '../../src/app-package/keys/key-padding';
import { fingerprint, wrapKey } from '../../src/app-package/keys/public-key';
import {
  RECIPIENTS_FOLDER,
  SEALED_PAYLOAD_NAME,
  SEAL_NAME,
  sealCode,
  tarEntry,
} from '../../src/app-package/sealed/sealed-layout';

/** Machine that can open all generated packages. */
export const MACHINE = 'gateway-7';

/** Content of a package. Its authentication codes and signatures are valid for any content. */
export interface FuzzPackage {
  readonly form: AppPackageForm;
  readonly manifest: string;
  /** Names of other machines, with the content of their keys. */
  readonly others: ReadonlyArray<readonly [name: string, key: string]>;
  /** Stanzas in the age header before the package's own stanza. The header's code is valid. */
  readonly stanzas: string;
  /** Wrapped key, or undefined for the correct one. */
  readonly key: string | undefined;
  /** JSON of the signature's header and statement. Undefined for the correct ones, null for an unsigned package. */
  readonly signature: { readonly header?: string; readonly statement?: string } | null;
  readonly isCompressed: boolean;
}

const identity = AgeIdentity.generate();
export const machine = generateKeyPairSync('rsa', { modulusLength: 2048 });

/** Key that is the same in every run, because inputs contain parts of it. */
const SIGNING_KEY = createPrivateKey({
  key: Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.alloc(32, 7)]),
  format: 'der',
  type: 'pkcs8',
});
const SIGNER = createPublicKey(SIGNING_KEY);

/** Returns the bytes of a package whose payload is a tar archive. */
export function packageBytes(fuzzed: FuzzPackage, tar: Buffer): Buffer {
  const payload = fuzzed.isCompressed ? gzipSync(tar, { level: 1 }) : tar;
  return BYTES[fuzzed.form](fuzzed, payload);
}

const BYTES: Readonly<Record<AppPackageForm, (fuzzed: FuzzPackage, payload: Buffer) => Buffer>> = {
  [AppPackageForm.SEALED]: sealedBytes,
  [AppPackageForm.CLEAR]: (fuzzed, payload) => oldBytes(fuzzed, [], 'payload.tar.gz', payload),
  [AppPackageForm.ENCRYPTED]: encryptedBytes,
};

function sealedBytes(fuzzed: FuzzPackage, payload: Buffer): Buffer {
  const key = wrapKey(machine.publicKey, Buffer.from(fuzzed.key ?? identity.text), KeyPadding.OAEP_SHA256);
  const keys = [...fuzzed.others.map(([name, other]) => [name, Buffer.from(other)] as const), [MACHINE, key] as const];
  const sealed = Buffer.concat([
    tarEntry('MANIFEST.JSON', Buffer.from(fuzzed.manifest)),
    ...keys
      .map(([name, bytes]) => [`${RECIPIENTS_FOLDER}${name}`, bytes] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, bytes]) => tarEntry(name, bytes)),
  ]);
  const age = ageFile(fuzzed.stanzas, payload);
  return Buffer.concat([
    sealed,
    tarEntry(SEAL_NAME, sealCode(identity, sealed)),
    tarEntry(SEALED_PAYLOAD_NAME, age),
    ...signature(fuzzed, SEALED_PAYLOAD_NAME, age).map(([name, bytes]) => tarEntry(name, bytes)),
    TAR_END,
  ]);
}

/** Returns an age file whose payload has only one chunk, because all payloads are small. */
function ageFile(stanzas: string, payload: Buffer): Buffer {
  const fileKey = randomBytes(16);
  const nonce = randomBytes(16);
  const last = Buffer.alloc(12);
  last[11] = 1;
  const base64 = (bytes: Buffer): string => bytes.toString('base64').replace(/=+$/, '');
  const ephemeral = AgeIdentity.generate();
  const info = 'age-encryption.org/v1/X25519';
  const wrap = hkdf(ephemeral.agree(identity.share), Buffer.concat([ephemeral.share, identity.share]), info);
  const own = `-> X25519 ${base64(ephemeral.share)}\n${base64(seal(wrap, Buffer.alloc(12), fileKey))}\n`;
  const text = `age-encryption.org/v1\n${stanzas}${own}---`;
  const code = createHmac('sha256', hkdf(fileKey, Buffer.alloc(0), 'header'))
    .update(text)
    .digest();
  const body = seal(hkdf(fileKey, nonce, 'payload'), last, payload.subarray(0, 64 * 1024));
  return Buffer.concat([Buffer.from(`${text} ${base64(code)}\n`), nonce, body]);
}

function seal(key: Buffer, nonce: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function encryptedBytes(fuzzed: FuzzPackage, payload: Buffer): Buffer {
  const content = { key: randomBytes(32), iv: randomBytes(16) };
  const cipher = createCipheriv('aes-256-cbc', content.key, content.iv);
  const encrypted = Buffer.concat([cipher.update(payload), cipher.final()]);
  const clearKey = encodeClearKey({ ...content, padding: (encrypted.length - payload.length) % 16 });
  const key = fuzzed.key === undefined ? clearKey : Buffer.from(fuzzed.key);
  const lockKey = wrapKey(machine.publicKey, key, KeyPadding.PKCS1_V1_5);
  return oldBytes(fuzzed, [[MACHINE, lockKey]], 'payload.tar.gz.enc', encrypted);
}

function oldBytes(
  fuzzed: FuzzPackage,
  keys: ReadonlyArray<readonly [string, Buffer]>,
  name: string,
  payload: Buffer,
): Buffer {
  const others = fuzzed.others.map(([other, key]) => [other, Buffer.from(key)] as const);
  const entries = [...keys, ...others, [name, payload] as const, ...signature(fuzzed, name, payload)];
  const tar = [['MANIFEST.JSON', Buffer.from(fuzzed.manifest)] as const, ...entries];
  return gzipSync(Buffer.concat([...tar.map(([entry, bytes]) => tarEntry(entry, bytes)), TAR_END]), { level: 1 });
}

function signature(
  { signature: fuzzed, manifest }: FuzzPackage,
  name: string,
  payload: Buffer,
): (readonly [string, Buffer])[] {
  if (fuzzed === null) return [];
  const encode = (text: string): string => Buffer.from(text).toString('base64url');
  const digest = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
  const header = fuzzed.header ?? JSON.stringify(signatureHeader());
  const sha256 = { 'MANIFEST.JSON': digest(manifest), [name]: digest(payload) };
  const input = `${encode(header)}.${encode(fuzzed.statement ?? JSON.stringify({ sha256 }))}`;
  const bytes = sign(null, Buffer.from(input), SIGNING_KEY);
  return [['SIGNATURE.JWS', Buffer.from(`${input}.${bytes.toString('base64url')}`)]];
}

/** Correct header of a signature. */
export function signatureHeader(): Record<string, unknown> {
  const jwk = SIGNER.export({ format: 'jwk' });
  return { alg: 'EdDSA', typ: 'app-package+jws', kid: fingerprint(SIGNER), jwk };
}
