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

/** A machine that opens a package with its private key. */
export interface Opener {
  readonly machine: string;
  readonly key: MachineKey;
}

/** How a package is to be opened. */
export interface OpenRequest {
  readonly path: string;
  readonly limits: PackageLimits;
  /** Needed for all forms but the clear one. */
  readonly opener?: Opener;
  /** The package must be signed by this key. */
  readonly trustedKey?: KeyObject;
  /** Told how many bytes of the payload have been read, and of how many. */
  readonly onProgress?: (bytes: number, of: number) => void;
}

/** What was learned of a package by opening it. */
export interface OpenedPackage {
  readonly form: AppPackageForm;
  /** Empty where the manifest does not say. */
  readonly name: string;
  /** Empty where the manifest does not say. */
  readonly version: string;
  readonly entries: ReadonlyArray<PayloadEntry>;
  readonly signer: PackageSigner | undefined;
  /** What the form leaves unprotected. */
  readonly warnings: ReadonlyArray<string>;
}

/**
 * Verifies a package, then unpacks it; the target stays as it was unless all of it is sound.
 * @throws InputError that says what is wrong with the package or the target
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

/** A signature that holds. */
export interface Signed {
  readonly signer: PackageSigner;
  /** The machines that the signer bound; undefined: none. */
  readonly machines: ReadonlyArray<BoundMachine> | undefined;
  /** SHA-256 of the payload, in hex. */
  readonly payload: string;
}

/**
 * Verifies the signature of a package, and that its recipients are those that the signer bound.
 * @returns undefined for a package that is unsigned
 * @throws ArchiveError for a signature that does not hold, or is not that of the trusted key
 */
export async function verifySignature(
  contents: PackageContents,
  trustedKey: KeyObject | undefined,
): Promise<Signed | undefined> {
  const { signature, payload } = contents;
  if (signature === undefined) {
    if (trustedKey !== undefined) throw new ArchiveError('is unsigned, but a signature is asked for');
    return undefined;
  }
  const digests = await contentDigests(contents);
  const verified = verifyStatement(signature.toString('latin1'), digests);
  if (verified === undefined)
    throw new ArchiveError('has a wrong signature: the package was changed after it was signed');
  const { signer, machines } = verified;
  if (trustedKey !== undefined && signer.fingerprint !== fingerprint(trustedKey))
    throw new ArchiveError(
      `is signed by another key than the one asked for: by ${signer.fingerprint}, not by ${fingerprint(trustedKey)}`,
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
 * Decrypts and decompresses a payload. Whatever is wrong with what is in it is said only when all of it could be decrypted:
 * what comes of another key, or of changed bytes, must not show where it went wrong.
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

/** Without a code over the bytes, that they cannot be decompressed is how a wrong key shows. */
async function* withoutOracle(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  try {
    yield* source;
  } catch (error) {
    throw error instanceof ArchiveError ? new DecryptionError() : error;
  }
}

/** @throws DecryptionError */
export async function unwrapClearKey(contents: PackageContents, opener: Opener | undefined): Promise<ClearKey> {
  const wrapped = wrappedKey(contents, opener);
  const bytes = await opener?.key.unwrap(wrapped, KeyPadding.PKCS1_V1_5);
  const key = bytes && decodeClearKey(bytes);
  if (key === undefined) throw new DecryptionError();
  return key;
}

/** @throws DecryptionError, also when manifest or recipients are not those that the package was sealed with */
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
    throw new ArchiveError(`is ${form}: it takes the name and the private key of a machine, one of ${names}`);
  const entries = form === AppPackageForm.ENCRYPTED ? lockKeyAliases(opener.machine) : [opener.machine];
  const wrapped = entries.map((entry) => wrappedKeys.get(entry)).find((key) => key !== undefined);
  if (wrapped === undefined)
    throw new ArchiveError(
      `has no key for machine ${quote(opener.machine)}: ${names === '' ? 'it has none at all' : `it is for ${names}`}`,
    );
  return wrapped;
}

function warnings({ form }: PackageContents, signed: Signed | undefined, { trustedKey }: OpenRequest): string[] {
  const unprotected =
    form === AppPackageForm.SEALED
      ? 'unsigned: whoever has the public key of a machine may have made it'
      : `unsigned and ${form}: this form carries no integrity, and a change of it would not show`;
  if (signed === undefined) return [unprotected];
  return trustedKey === undefined
    ? [`signed by ${signed.signer.fingerprint}, which nobody has compared: give the public key that you trust`]
    : [];
}
