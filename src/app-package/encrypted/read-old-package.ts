import { basename } from 'node:path/posix';
import { ArchiveError } from '../archive/archive-error';
import { gunzip } from '../archive/gzip';
import { TarKind } from '../archive/tar-header';
import { readTar, type TarEntry } from '../archive/tar-reader';
import { quote } from '../../diagnostics/input-error';
import {
  bounded,
  MAX_MANIFEST_SIZE,
  MAX_PATH_SIZE,
  MAX_RECIPIENTS,
  MAX_SIGNATURE_SIZE,
  MAX_WRAPPED_KEY_SIZE,
  shownNames,
  tooMany,
  type PackageLimits,
} from '../limits';
import { MANIFEST_NAME, SIGNATURE_NAME, type PackageContents } from '../package-contents';
import { AppPackageForm } from '../app-package-form';

/** Largest size of the entries that are kept in memory, in addition to lock keys. */
const MAX_HELD: ReadonlyMap<string, number> = new Map([
  [MANIFEST_NAME, MAX_MANIFEST_SIZE],
  [SIGNATURE_NAME, MAX_SIGNATURE_SIZE],
]);

/** Shortest lock key in bytes: the modulus of an RSA key of 1024 bits. */
const SHORTEST_LOCK_KEY = 128;

/** Largest number of lock keys. Each machine may have its lock key under two names. */
const MAX_LOCK_KEYS = 2 * MAX_RECIPIENTS;

const COMPOSE_FILE = 'docker-compose.yml';

/** Form of a package, by the last extension of the payload's name. */
const PAYLOAD_FORMS: Readonly<Record<string, AppPackageForm>> = {
  '.enc': AppPackageForm.ENCRYPTED,
  '.gz': AppPackageForm.CLEAR,
};

interface Found {
  readonly held: Map<string, Buffer>;
  readonly payloads: { readonly index: number; readonly name: string; readonly size: number }[];
  hasComposeFile: boolean;
}

/**
 * Reads a package in a form of container-app-service, with its rules: only the last part of an entry's name counts, and
 * entries that are neither payload nor lock key are ignored.
 * @param bytes reads the package from its start, at each call
 * @throws ArchiveError if the package cannot be deployed
 */
export async function readOldPackage(
  bytes: () => AsyncIterable<Buffer>,
  limits: Required<PackageLimits>,
): Promise<PackageContents> {
  const tar = (): AsyncIterable<Buffer> => bounded(gunzip(bytes()), limits);
  const { held, payloads, hasComposeFile } = await lookThrough(tar(), limits);
  const forms = new Set(payloads.map(({ name }) => payloadForm(name)));
  const [payload] = payloads;
  if (payload === undefined) throw new ArchiveError('contains no payload: no entry ends in .enc or .gz');
  if (hasComposeFile && !forms.has(AppPackageForm.ENCRYPTED))
    throw new ArchiveError(
      `has the old single-layer form, with ${COMPOSE_FILE} and images at its root: pack them as an app package`,
    );
  const names = shownNames(
    payloads.map(({ name }) => quote(name)),
    ' and ',
  );
  if (forms.size > 1) throw new ArchiveError(`contains both an encrypted and a clear payload, ${names}`);
  if (payloads.length > 1)
    throw new ArchiveError(`contains ${payloads.length} payloads, ${names}: only one is allowed`);

  const form = payloadForm(payload.name) ?? AppPackageForm.CLEAR;
  const lockKeys = [...held].filter(([name]) => name !== MANIFEST_NAME && name !== SIGNATURE_NAME).sort(byName);
  return {
    form,
    manifest: held.get(MANIFEST_NAME),
    wrappedKeys: new Map(form === AppPackageForm.ENCRYPTED ? lockKeys : []),
    payload: { name: payload.name, size: payload.size, bytes: () => entryBytes(tar(), payload.index) },
    signature: held.get(SIGNATURE_NAME),
    seal: undefined,
  };
}

async function lookThrough(tar: AsyncIterable<Buffer>, { maxEntries }: Required<PackageLimits>): Promise<Found> {
  const found: Found = { held: new Map(), payloads: [], hasComposeFile: false };
  let index = 0;
  for await (const entry of readTar(tar)) {
    await look(entry, index, found);
    index += 1;
    if (index > maxEntries) throw tooMany(maxEntries);
  }
  return found;
}

async function look({ name: path, kind, size, body }: TarEntry, index: number, found: Found): Promise<void> {
  if (kind === TarKind.FOLDER) return;
  if (kind !== TarKind.FILE && kind !== TarKind.CONTIGUOUS_FILE)
    throw new ArchiveError(`contains ${quote(path)} beside its payload, which is a link or a device`);
  if (Buffer.byteLength(path) > MAX_PATH_SIZE)
    throw new ArchiveError(`has a path of ${Buffer.byteLength(path)} bytes: the limit is ${MAX_PATH_SIZE}`);
  const name = basename(path);
  found.hasComposeFile ||= name === COMPOSE_FILE;
  if (payloadForm(name) !== undefined) {
    found.payloads.push({ index, name, size });
    return;
  }
  const limit = MAX_HELD.get(name);
  const known = limit !== undefined;
  if (known && size > limit) throw new ArchiveError(`contains ${name} of ${size} bytes: the limit is ${limit}`);
  if (!known && !isLockKey(size)) return;
  if (found.held.has(name))
    throw new ArchiveError(known ? `contains ${name} twice` : `contains two lock keys named ${quote(name)}`);
  if (found.held.size >= MAX_LOCK_KEYS + MAX_HELD.size)
    throw new ArchiveError(`is for more than ${MAX_RECIPIENTS} machines: the limit`);
  const parts: Buffer[] = [];
  // a copy, so that the whole chunk is not kept in memory
  for await (const part of body) parts.push(Buffer.from(part));
  found.held.set(name, Buffer.concat(parts));
}

async function* entryBytes(tar: AsyncIterable<Buffer>, wanted: number): AsyncGenerator<Buffer> {
  let index = 0;
  for await (const { body } of readTar(tar)) {
    if (index === wanted) yield* body;
    index += 1;
  }
}

function byName([a]: [string, Buffer], [b]: [string, Buffer]): number {
  return a < b ? -1 : 1;
}

function payloadForm(name: string): AppPackageForm | undefined {
  return PAYLOAD_FORMS[/\.[^.]*$/.exec(name)?.[0] ?? ''];
}

function isLockKey(size: number): boolean {
  return size >= SHORTEST_LOCK_KEY && size <= MAX_WRAPPED_KEY_SIZE && size % 8 === 0;
}
