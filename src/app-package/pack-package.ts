import type { KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, open, rename, rm, type FileHandle } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { encryptAge } from './age/age';
import { AgeIdentity } from './age/identity';
import { gzip, GzipLevel } from './archive/gzip';
import { boundMachines } from './bound-recipients';
import { BLOCK } from './archive/tar-header';
import { fileHeader, tarFile, tarHeader, tarPadding, TAR_END, writeTar, type TarInput } from './archive/tar-writer';
import { inBlocks } from './archive/byte-reader';
import { CBC_BLOCK, encodeClearKey, newContentKey } from './encrypted/clearkey';
import { encryptCbc } from './encrypted/cbc';
import { KeyPadding } from './keys/key-padding';
import { wrapKey } from './keys/public-key';
import { lockKeyNames } from './machine-name';
import { checkMachines, type Machine } from './machine';
import { contentDigests, MANIFEST_NAME, SIGNATURE_NAME, type PackedPayload } from './package-contents';
import { AppPackageForm } from './app-package-form';
import { renderManifest, type PackageMetadata } from './package-metadata';
import { signingKeyProblem, signStatement } from './package-signature';
import type { PayloadSource } from './payload/payload';
import { Problems, quote } from '../diagnostics/input-error';
import { readStream } from './files/read-file';
import { RECIPIENTS_FOLDER, SEALED_PAYLOAD_NAME, SEAL_NAME, sealCode, tarEntry } from './sealed/sealed-layout';
import { writeBytes, writeStream } from './files/write-file';

/** Content and options of a new package. */
export interface PackRequest {
  readonly output: string;
  readonly overwrite: boolean;
  readonly form: AppPackageForm;
  readonly metadata: PackageMetadata;
  readonly entries: ReadonlyArray<PayloadSource>;
  readonly machines: ReadonlyArray<Machine>;
  readonly signingKey?: KeyObject;
  /** True if the signature names the machines, so that no other machine accepts the package. */
  readonly bindMachines?: boolean;
  /** Receives the number of bytes of files that have been read. */
  readonly onProgress?: (bytes: number) => void;
}

/** Bytes for one call of a compressor. With smaller pieces, the calls would cost more than the compression. */
const PIECE = 128 * 1024;

/**
 * Writes a package completely or not at all.
 * @throws InputError if the request cannot be fulfilled, with all problems at once
 */
export async function packPackage(request: PackRequest): Promise<void> {
  const { output, form, machines, signingKey } = request;
  const subject = `package ${quote(output)}`;
  const problems = new Problems();
  if (!request.overwrite && existsSync(output)) problems.add('already exists: remove it, or specify another file');
  if (signingKey !== undefined) problems.add(signingKeyProblem(signingKey));
  problems.add(bindingProblem(request));
  problems.throwIfAny(subject);
  checkMachines(machines, form, subject);
  await mkdir(dirname(output), { recursive: true });
  await writeBeside(output, (file) => WRITE[form](file, request));
}

function bindingProblem({ bindMachines, form, signingKey }: PackRequest): string | undefined {
  if (bindMachines !== true) return undefined;
  if (form === AppPackageForm.CLEAR) return 'is clear and has no machines to bind: choose another form';
  return signingKey === undefined ? 'cannot bind its machines without a signature: sign it' : undefined;
}

/** Writes a file under a temporary name, readable only by the user, and renames it when it is complete. */
export async function writeBeside(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const temporary = temporaryBeside(path);
  try {
    const file = await open(temporary, 'wx+');
    try {
      await write(file);
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function temporaryBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
}

const WRITE: Readonly<Record<AppPackageForm, (file: FileHandle, request: PackRequest) => Promise<void>>> = {
  [AppPackageForm.SEALED]: writeSealed,
  [AppPackageForm.CLEAR]: writeClear,
  [AppPackageForm.ENCRYPTED]: writeEncrypted,
};

async function writeSealed(file: FileHandle, request: PackRequest): Promise<void> {
  const identity = AgeIdentity.generate();
  const manifest = renderManifest(request.metadata);
  const keys = new Map(
    request.machines.map(({ name, key }) => [name, wrapKey(key, Buffer.from(identity.text), KeyPadding.OAEP_SHA256)]),
  );
  const head = sealedHead(manifest, keys, identity);
  await writeBytes(file, head);
  // the size of the payload is known only after it is written
  const start = head.length + BLOCK;
  await writeBytes(file, Buffer.alloc(BLOCK));
  const size = await writeStream(file, encryptAge(compressedPayload(request), identity));
  await writeBytes(file, tarPadding(size));
  const payload = { name: SEALED_PAYLOAD_NAME, size, bytes: () => readStream(file, start, start + size) };
  const signature = await sign(request, manifest, payload);
  await writeBytes(file, Buffer.concat([...signature.map(([name, bytes]) => tarEntry(name, bytes)), TAR_END]));
  await file.write(tarHeader(fileHeader(SEALED_PAYLOAD_NAME, size)), 0, BLOCK, head.length);
}

/** Returns all bytes of a sealed package before its payload. */
export function sealedHead(manifest: Buffer, keys: ReadonlyMap<string, Buffer>, identity: AgeIdentity): Buffer {
  const sealed = Buffer.concat([
    tarEntry(MANIFEST_NAME, manifest),
    ...[...keys]
      .map(([machine, key]): [string, Buffer] => [`${RECIPIENTS_FOLDER}${machine}`, key])
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, key]) => tarEntry(name, key)),
  ]);
  return Buffer.concat([sealed, tarEntry(SEAL_NAME, sealCode(identity, sealed))]);
}

async function writeClear(file: FileHandle, request: PackRequest): Promise<void> {
  await withPayloadFile(request, 'payload.tar.gz', compressedPayload(request), async (payload) => {
    await writeOld(file, request, new Map(), payload);
  });
}

async function writeEncrypted(file: FileHandle, request: PackRequest): Promise<void> {
  const contentKey = newContentKey();
  let clearSize = 0;
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of compressedPayload(request)) {
      clearSize += chunk.length;
      yield chunk;
    }
  };
  await withPayloadFile(request, 'payload.tar.gz.enc', encryptCbc(counted(), contentKey), async (payload) => {
    const padding = (payload.size - clearSize) % CBC_BLOCK;
    const keys = new Map<string, Buffer>();
    for (const { name, key } of request.machines)
      for (const entry of lockKeyNames(name))
        keys.set(entry, wrapKey(key, encodeClearKey({ ...contentKey, padding }), KeyPadding.PKCS1_V1_5));
    await writeOld(file, request, keys, payload);
  });
}

/** Writes the payload to a temporary file first, because its size comes before it in the package. */
async function withPayloadFile(
  { output }: PackRequest,
  name: string,
  bytes: AsyncIterable<Buffer>,
  use: (payload: PackedPayload) => Promise<void>,
): Promise<void> {
  const temporary = `${temporaryBeside(output)}.payload`;
  const file = await open(temporary, 'wx+', 0o600);
  try {
    const size = await writeStream(file, bytes);
    await use({ name, size, bytes: () => readStream(file, 0, size) });
  } finally {
    await file.close();
    await rm(temporary, { force: true });
  }
}

async function writeOld(
  file: FileHandle,
  request: PackRequest,
  keys: ReadonlyMap<string, Buffer>,
  payload: PackedPayload,
): Promise<void> {
  const manifest = renderManifest(request.metadata);
  const signature = await sign(request, manifest, payload);
  await writeStream(file, oldPackage(manifest, keys, payload, signature));
}

/** Returns a complete package for container-app-service, which ignores the signature. */
export function oldPackage(
  manifest: Buffer | undefined,
  keys: ReadonlyMap<string, Buffer>,
  payload: PackedPayload,
  signature: ReadonlyArray<readonly [string, Buffer]>,
): AsyncIterable<Buffer> {
  const small = [
    ...(manifest === undefined ? [] : [[MANIFEST_NAME, manifest] as const]),
    ...[...keys].sort(([a], [b]) => (a < b ? -1 : 1)),
  ];
  const entries: TarInput[] = [
    ...small.map(([name, bytes]) => tarFile(name, bytes)),
    { header: fileHeader(payload.name, payload.size), body: payload.bytes() },
    ...signature.map(([name, bytes]) => tarFile(name, bytes)),
  ];
  // the content is already compressed or encrypted
  return gzip(inBlocks(writeTar(entries), PIECE), GzipLevel.NONE);
}

async function sign(
  { signingKey, bindMachines, machines }: PackRequest,
  manifest: Buffer,
  payload: PackedPayload,
): Promise<(readonly [string, Buffer])[]> {
  if (signingKey === undefined) return [];
  const sha256 = await contentDigests({ manifest, payload });
  const signature = signStatement(
    { sha256, ...(bindMachines === true && { machines: boundMachines(machines) }) },
    signingKey,
  );
  return [[SIGNATURE_NAME, Buffer.from(signature)]];
}

function compressedPayload({ entries, onProgress }: PackRequest): AsyncIterable<Buffer> {
  let read = 0;
  const watched = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of inBlocks(writeTar(entries.map((entry) => entry.toTar())), PIECE)) {
      read += chunk.length;
      onProgress?.(read);
      yield chunk;
    }
  };
  return gzip(watched());
}
