import type { FileHandle } from 'node:fs/promises';
import { ArchiveError, truncated } from '../archive/archive-error';
import { trailing } from '../archive/gzip';
import { BLOCK, decodeHeader, encodeHeader } from '../archive/tar-header';
import { fileHeader, tarPadding, TAR_END } from '../archive/tar-writer';
import { MANIFEST_NAME, SIGNATURE_NAME, type PackageContents } from '../package-contents';
import { AppPackageForm } from '../app-package-form';
import { MAX_MANIFEST_SIZE, MAX_RECIPIENTS, MAX_SIGNATURE_SIZE, MAX_WRAPPED_KEY_SIZE } from '../limits';
import { quote } from '../../diagnostics/input-error';
import { readBytes, readStream } from '../files/read-file';
import { RECIPIENTS_FOLDER, SEALED_PAYLOAD_NAME, SEAL_NAME, SEAL_SIZE } from './sealed-layout';

/** Largest size of the entries that are kept in memory, in addition to the keys of the machines. */
const MAX_HELD: ReadonlyMap<string, number> = new Map([
  [MANIFEST_NAME, MAX_MANIFEST_SIZE],
  [SEAL_NAME, SEAL_SIZE],
  [SIGNATURE_NAME, MAX_SIGNATURE_SIZE],
]);

interface Entry {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads a sealed package.
 * @throws ArchiveError if any byte differs from the layout in `sealed-layout.ts`, or if a limit is exceeded
 */
export async function readSealedPackage(file: FileHandle): Promise<PackageContents> {
  const { size: length } = await file.stat();
  const entries = await readEntries(file, length);
  const named = (name: string): Entry | undefined => entries.find((entry) => entry.name === name);

  const recipients = entries.filter(({ name }) => name.startsWith(RECIPIENTS_FOLDER));
  const seal = named(SEAL_NAME);
  const payload = named(SEALED_PAYLOAD_NAME);
  const signature = named(SIGNATURE_NAME);
  const layout = [
    MANIFEST_NAME,
    ...recipients.map(({ name }) => name).sort(),
    SEAL_NAME,
    SEALED_PAYLOAD_NAME,
    ...(signature ? [SIGNATURE_NAME] : []),
  ];
  const sound = layout.length === entries.length && layout.every((name, i) => entries[i]?.name === name);
  if (!sound || seal === undefined || payload === undefined || recipients.length === 0) throw wrongEntries();
  if (new Set(layout).size < layout.length) throw new ArchiveError('is damaged: it has two keys for the same machine');

  const sealed = await readBytes(file, 0, seal.start - BLOCK);
  const held = (entry: Entry | undefined): Buffer | undefined => entry && sealed.subarray(entry.start, entry.end);
  return {
    form: AppPackageForm.SEALED,
    manifest: held(named(MANIFEST_NAME)),
    wrappedKeys: new Map(
      recipients.map((entry) => [entry.name.slice(RECIPIENTS_FOLDER.length), held(entry) ?? Buffer.alloc(0)]),
    ),
    payload: {
      name: SEALED_PAYLOAD_NAME,
      size: payload.end - payload.start,
      bytes: () => readStream(file, payload.start, payload.end),
    },
    signature: signature && (await readBytes(file, signature.start, signature.end - signature.start)),
    seal: { sealed, code: await readBytes(file, seal.start, seal.end - seal.start) },
  };
}

async function readEntries(file: FileHandle, length: number): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (let at = 0; ;) {
    const block = await readBytes(file, at, BLOCK);
    if (block.length < BLOCK) throw truncated();
    if (block[0] === 0) {
      await readEnd(file, at, length);
      return entries;
    }
    const { name, size } = decodeHeader(block);
    checkLimits(name, size, entries.length);
    const start = at + BLOCK;
    if (start + size > length) throw truncated();
    if (!encodeHeader(fileHeader(name, size)).equals(block))
      throw new ArchiveError(`is damaged: header of ${quote(name)}`);
    const padding = tarPadding(size);
    at = start + size + padding.length;
    if (at > length) throw truncated();
    if (!(await readBytes(file, start + size, padding.length)).equals(padding))
      throw new ArchiveError(`is damaged: bytes after ${quote(name)}`);
    entries.push({ name, start, end: start + size });
  }
}

/** Checks an entry by its header, before its content is read. */
function checkLimits(name: string, size: number, before: number): void {
  const isRecipient = name.startsWith(RECIPIENTS_FOLDER);
  const limit = isRecipient ? MAX_WRAPPED_KEY_SIZE : MAX_HELD.get(name);
  if (limit === undefined && name !== SEALED_PAYLOAD_NAME) throw wrongEntries();
  if (limit !== undefined && size > limit)
    throw new ArchiveError(`has ${quote(name)} of ${size} bytes: the limit is ${limit}`);
  // only the manifest is before the recipients
  if (isRecipient && before > MAX_RECIPIENTS)
    throw new ArchiveError(`is for more than ${MAX_RECIPIENTS} machines: the limit`);
  if (before > MAX_RECIPIENTS + MAX_HELD.size) throw wrongEntries();
}

function wrongEntries(): ArchiveError {
  return new ArchiveError('is damaged: its entries are not those of a sealed package');
}

async function readEnd(file: FileHandle, at: number, length: number): Promise<void> {
  const end = await readBytes(file, at, TAR_END.length);
  if (end.length < TAR_END.length) throw truncated();
  if (!end.equals(TAR_END)) throw new ArchiveError('is damaged: its end');
  if (length > at + TAR_END.length) throw trailing();
}
