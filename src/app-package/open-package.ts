import { createHash, timingSafeEqual, type KeyObject } from 'node:crypto';
import { quote } from '../diagnostics/input-error';
import { decryptAge } from './age/age';
import { AgeIdentity } from './age/identity';
import { ArchiveError } from './archive/archive-error';
import { drain } from './archive/byte-reader';
import { gunzip } from './archive/gzip';
import { checkOpener, checkRecipients, type BoundMachine } from './bound-recipients';
import { DecryptionError } from './decryption-error';
import { decryptCbc } from './encrypted/cbc';
import { decodeClearKey, type ClearKey } from './encrypted/clearkey';
import { KeyPadding } from './keys/key-padding';
import type { MachineKey } from './keys/machine-key';
import { fingerprint } from './keys/public-key';
import { bounded, DEFAULT_LIMITS, shownNames, type PackageLimits } from './limits';
import { lockKeyAliases, recipient } from './machine-name';
import { contentDigests, type PackageContents } from './package-contents';
import { AppPackageForm } from './app-package-form';
import { parseManifest } from './package-metadata';
import { verifyStatement, type PackageSigner } from './package-signature';
import type { PayloadEntry } from './payload/payload-tree';
import { readPackage } from './read-package';
import { sealCode } from './sealed/sealed-layout';
import type { UnpackTarget } from './payload/unpack';

/** Machine that opens a package, with its private key. */
export interface Opener {
  readonly machine: string;
  readonly key: MachineKey;
}

/** Options of opening a package. */
export interface OpenRequest {
  readonly path: string;
  readonly limits: PackageLimits;
  /** Required for all forms except the clear one. */
  readonly opener?: Opener;
  /** Key that must have signed the package. Undefined if no signature is required. */
  readonly trustedKey?: KeyObject;
  /** Receives the number of bytes of the payload that have been read, and their total number. */
  readonly onProgress?: (bytes: number, of: number) => void;
}

/** Description of an opened package. */
export interface OpenedPackage {
  readonly form: AppPackageForm;
  /** Empty if the manifest does not contain it. */
  readonly name: string;
  /** Empty if the manifest does not contain it. */
  readonly version: string;
  readonly entries: ReadonlyArray<PayloadEntry>;
  readonly signer: PackageSigner | undefined;
  /** Missing protections of the form, one sentence each. */
  readonly warnings: ReadonlyArray<string>;
}

/**
 * Verifies a package and unpacks it. The target changes only if the whole package is valid.
 * @throws InputError if the package or the target is invalid
 */
export async function openPackage(request: OpenRequest, target: UnpackTarget): Promise<OpenedPackage> {
  await target.check();
  try {
    return await readPackage(request.path, request.limits, async (contents) => {
      const signed = await verifySignature(contents, request.trustedKey);
      if (signed?.machines) await checkOpener(contents.form, signed.machines, request.opener);
      const entries = await unpack(contents, request, signed, target);
      await target.keep();
      const { name = '', version = '' } = (contents.manifest && parseManifest(contents.manifest)) ?? {};
      const { form } = contents;
      return { form, name, version, entries, signer: signed?.signer, warnings: warnings(contents, signed, request) };
    });
  } finally {
    target.discard();
  }
}

/** Valid signature of a package. */
export interface Signed {
  readonly signer: PackageSigner;
  /** Machines that the signer bound. Undefined if there are none. */
  readonly machines: ReadonlyArray<BoundMachine> | undefined;
  /** SHA-256 of the payload, in hex. */
  readonly payload: string;
}

/**
 * Verifies the signature of a package, and that its recipients are those that the signer bound.
 * @returns undefined if the package is unsigned
 * @throws ArchiveError if the signature is not valid, or is not by the trusted key
 */
export async function verifySignature(
  contents: PackageContents,
  trustedKey: KeyObject | undefined,
): Promise<Signed | undefined> {
  const { signature, payload } = contents;
  if (signature === undefined) {
    if (trustedKey !== undefined) throw new ArchiveError('is unsigned, but must be signed');
    return undefined;
  }
  const digests = await contentDigests(contents);
  const verified = verifyStatement(signature.toString('latin1'), digests);
  if (verified === undefined)
    throw new ArchiveError('has an invalid signature: the package was changed after it was signed');
  const { signer, machines } = verified;
  if (trustedKey !== undefined && signer.fingerprint !== fingerprint(trustedKey))
    throw new ArchiveError(
      `is signed by another key than required: by ${signer.fingerprint}, not by ${fingerprint(trustedKey)}`,
    );
  if (machines !== undefined) checkRecipients(contents, machines);
  return { signer, machines, payload: digests[payload.name] ?? '' };
}

async function unpack(
  contents: PackageContents,
  request: OpenRequest,
  signed: Signed | undefined,
  target: UnpackTarget,
): Promise<PayloadEntry[]> {
  const limits = { ...DEFAULT_LIMITS, ...request.limits };
  const hash = createHash('sha256');
  const read = async function* (): AsyncGenerator<Buffer> {
    let done = 0;
    for await (const chunk of contents.payload.bytes()) {
      if (signed !== undefined) hash.update(chunk);
      request.onProgress?.((done += chunk.length), contents.payload.size);
      yield chunk;
    }
  };
  const entries = await readPayload(contents, read(), request.opener, limits, (tar) => target.unpack(tar, limits));
  if (signed !== undefined && hash.digest('hex') !== signed.payload)
    throw new ArchiveError('was changed while it was read');
  return entries;
}

/**
 * Decrypts and decompresses a payload. Problems of its content are reported only after all of it was decrypted, so that the
 * error for a wrong key or for changed bytes does not show where decryption failed.
 */
export async function readPayload<T>(
  contents: PackageContents,
  bytes: AsyncIterable<Buffer>,
  opener: Opener | undefined,
  limits: Required<PackageLimits>,
  use: (tar: AsyncIterable<Buffer>) => Promise<T>,
): Promise<T> {
  const tar = bounded(await DECOMPRESS[contents.form](bytes, contents, opener), limits);
  const kept = { [Symbol.asyncIterator]: () => ({ next: () => tar.next() }) };
  try {
    return await use(kept);
  } catch (error) {
    if (!(error instanceof ArchiveError)) throw error;
    await drain(kept);
    throw new ArchiveError(`has a payload that ${error.message}`);
  } finally {
    await tar.return(undefined);
  }
}

type Decompress = (
  payload: AsyncIterable<Buffer>,
  contents: PackageContents,
  opener: Opener | undefined,
) => Promise<AsyncIterable<Buffer>>;

const DECOMPRESS: Readonly<Record<AppPackageForm, Decompress>> = {
  [AppPackageForm.CLEAR]: (payload) => Promise.resolve(gunzip(payload)),
  [AppPackageForm.ENCRYPTED]: async (payload, contents, opener) =>
    withoutOracle(gunzip(decryptCbc(payload, await unwrapClearKey(contents, opener)))),
  [AppPackageForm.SEALED]: async (payload, contents, opener) =>
    gunzip(decryptAge(payload, await unwrapIdentity(contents, opener))),
};

/** Hides errors of decompression. The payload has no authentication code, so a wrong key shows as such an error. */
async function* withoutOracle(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (error) {
    throw error instanceof ArchiveError ? new DecryptionError() : error;
  }
}

/**
 * Decrypts the key of an encrypted payload.
 * @throws DecryptionError if the key of the opener does not decrypt it
 * @throws ArchiveError if the opener is missing, or has no wrapped key
 */
export async function unwrapClearKey(contents: PackageContents, opener: Opener | undefined): Promise<ClearKey> {
  const wrapped = wrappedKey(contents, opener);
  const bytes = await opener?.key.unwrap(wrapped, KeyPadding.PKCS1_V1_5);
  const key = bytes && decodeClearKey(bytes);
  if (key === undefined) throw new DecryptionError();
  return key;
}

/**
 * Decrypts the age key of a sealed package, and checks the seal.
 * @throws DecryptionError if the key of the opener does not decrypt it, or if manifest or recipients were changed
 * @throws ArchiveError if the opener is missing, or has no wrapped key
 */
export async function unwrapIdentity(contents: PackageContents, opener: Opener | undefined): Promise<AgeIdentity> {
  const wrapped = wrappedKey(contents, opener);
  const text = await opener?.key.unwrap(wrapped, KeyPadding.OAEP_SHA256);
  const identity = text && AgeIdentity.parse(text.toString('latin1'));
  const { sealed, code } = contents.seal ?? { sealed: Buffer.alloc(0), code: Buffer.alloc(0) };
  if (identity === undefined) throw new DecryptionError();
  const expected = sealCode(identity, sealed);
  if (code.length !== expected.length || !timingSafeEqual(code, expected)) throw new DecryptionError();
  return identity;
}

function wrappedKey({ form, wrappedKeys }: PackageContents, opener: Opener | undefined): Buffer {
  const machines = [...new Set([...wrappedKeys.keys()].map((name) => recipient(name, form)))];
  const names = shownNames(machines.map(quote));
  if (opener === undefined)
    throw new ArchiveError(
      `is ${form}: give the name of a machine with --machine, one of ${names}, and its private key with --key`,
    );
  const entries = form === AppPackageForm.ENCRYPTED ? lockKeyAliases(opener.machine) : [opener.machine];
  const wrapped = entries.map((entry) => wrappedKeys.get(entry)).find((key) => key !== undefined);
  if (wrapped === undefined)
    throw new ArchiveError(
      `has no key for machine ${quote(opener.machine)}: ${names === '' ? 'it has no keys' : `it is for ${names}`}`,
    );
  return wrapped;
}

function warnings({ form }: PackageContents, signed: Signed | undefined, { trustedKey }: OpenRequest): string[] {
  const unprotected =
    form === AppPackageForm.SEALED
      ? 'unsigned: anyone with the public key of a machine can have made it'
      : `unsigned and ${form}: this form has no integrity protection, so changes are not detected`;
  if (signed === undefined) return [unprotected];
  return trustedKey === undefined
    ? [
        `signed by ${signed.signer.fingerprint}, which was not compared with a trusted key: give the public key that you trust with --verify`,
      ]
    : [];
}
