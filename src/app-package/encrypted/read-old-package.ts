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

/** Bytes of the entries that are held in memory, beside lock keys. */
const MAX_HELD: ReadonlyMap<string, number> = new Map([
  [MANIFEST_NAME, MAX_MANIFEST_SIZE],
  [SIGNATURE_NAME, MAX_SIGNATURE_SIZE],
]);

/** A lock key is as long as the modulus of an RSA key of at least 1024 bits. */
const SHORTEST_LOCK_KEY = 128;

/** Each machine may have its lock key under two names. */
const MAX_LOCK_KEYS = 2 * MAX_RECIPIENTS;

const COMPOSE_FILE = 'docker-compose.yml';

/** How a payload is told, by the last extension of its name. */
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
 * Reads a package of container-app-service, as that does: entries are told by the last part of their names, and whatever is
 * neither payload nor lock key is passed over.
 * @param bytes the whole package, read anew each time
 * @throws ArchiveError for one that cannot be deployed
 */
export async function readOldPackage(
  bytes: () => AsyncIterable<Buffer>,
  limits: Required<PackageLimits>,
): Promise<PackageContents> {
  const tar = (): AsyncIterable<Buffer> => bounded(gunzip(bytes()), limits);
  const { held, payloads, hasComposeFile } = await lookThrough(tar(), limits);
  const forms = new Set(payloads.map(({ name }) => payloadForm(name)));
  const [payload] = payloads;
  if (payload === undefined) throw new ArchiveError('holds no payload: no entry ends in .enc or .gz');
  if (hasComposeFile && !forms.has(AppPackageForm.ENCRYPTED))
    throw new ArchiveError(
      `is of the old single-layer form, with ${COMPOSE_FILE} and images at its top: pack them as an app package`,
    );
  const names = shownNames(
    payloads.map(({ name }) => quote(name)),
    ' and ',
  );
  if (forms.size > 1) throw new ArchiveError(`holds an encrypted and a clear payload together, ${names}`);
  if (payloads.length > 1) throw new ArchiveError(`holds ${payloads.length} payloads, ${names}: one is allowed`);

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
    throw new ArchiveError(`holds ${quote(path)} beside its payload, which is a link or a device`);
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
  if (known && size > limit) throw new ArchiveError(`holds ${name} of ${size} bytes: the limit is ${limit}`);
  if (!known && !isLockKey(size)) return;
  if (found.held.has(name))
    throw new ArchiveError(known ? `holds ${name} twice` : `holds two lock keys named ${quote(name)}`);
  if (found.held.size >= MAX_LOCK_KEYS + MAX_HELD.size)
    throw new ArchiveError(`is for more than ${MAX_RECIPIENTS} machines: the limit`);
  const parts: Buffer[] = [];
  // what is kept must not keep the whole chunk that it is a part of
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
