import type { FileHandle } from 'node:fs/promises';
import { ArchiveError, truncated } from '../archive/archive-error';
import { trailing } from '../archive/gzip';
import { BLOCK, decodeHeader, encodeHeader } from '../archive/tar-header';
import { fileHeader, tarPadding, TAR_END } from '../archive/tar-writer';
import { MANIFEST_NAME, SIGNATURE_NAME, type PackageContents } from '../package-contents';
import { AppPackageForm } from '../app-package-form';
import { readBytes, readStream } from '../read-file';
import { RECIPIENTS_FOLDER, SEALED_PAYLOAD_NAME, SEAL_NAME } from './sealed-layout';

/** Manifest, wrapped keys, seal and signature are held in memory. */
const LONGEST_HELD = 1024 * 1024;

interface Entry {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** @throws ArchiveError for anything but what stands in `sealed-layout.ts`, to the byte */
export async function readSealedPackage(file: FileHandle): Promise<PackageContents> {
  const { size: length } = await file.stat();
  const entries = await readEntries(file, length);
  const named = (name: string): Entry | undefined => entries.find((entry) => entry.name === name);
  const held = async (entry: Entry | undefined): Promise<Buffer | undefined> =>
    entry && readBytes(file, entry.start, entry.end - entry.start);

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
  if (!sound || seal === undefined || payload === undefined || recipients.length === 0)
    throw new ArchiveError('is damaged: its entries are not those of a sealed package');
  if (new Set(layout).size < layout.length) throw new ArchiveError('is damaged: it has two keys for one machine');
  for (const { name, start, end } of entries)
    if (name !== SEALED_PAYLOAD_NAME && end - start > LONGEST_HELD)
      throw new ArchiveError(`is damaged: ${name} is larger than ${LONGEST_HELD} bytes`);

  const wrappedKeys = new Map<string, Buffer>();
  for (const entry of recipients)
    wrappedKeys.set(entry.name.slice(RECIPIENTS_FOLDER.length), (await held(entry)) ?? Buffer.alloc(0));
  return {
    form: AppPackageForm.SEALED,
    manifest: await held(named(MANIFEST_NAME)),
    wrappedKeys,
    payload: {
      name: SEALED_PAYLOAD_NAME,
      size: payload.end - payload.start,
      bytes: () => readStream(file, payload.start, payload.end),
    },
    signature: await held(signature),
    seal: {
      sealed: await readBytes(file, 0, seal.start - BLOCK),
      code: (await held(seal)) ?? Buffer.alloc(0),
    },
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
    if (!encodeHeader(fileHeader(name, size)).equals(block)) throw new ArchiveError(`is damaged: header of ${name}`);
    const start = at + BLOCK;
    const padding = tarPadding(size);
    at = start + size + padding.length;
    if (at > length) throw truncated();
    if (!(await readBytes(file, start + size, padding.length)).equals(padding))
      throw new ArchiveError(`is damaged: bytes after ${name}`);
    entries.push({ name, start, end: start + size });
  }
}

async function readEnd(file: FileHandle, at: number, length: number): Promise<void> {
  const end = await readBytes(file, at, TAR_END.length);
  if (end.length < TAR_END.length) throw truncated();
  if (!end.equals(TAR_END)) throw new ArchiveError('is damaged: its end');
  if (length > at + TAR_END.length) throw trailing();
}
