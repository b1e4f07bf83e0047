import { InputError, quote } from '../../diagnostics/input-error';
import { BLOCK, encodeHeader, fitsHeader, TarKind, type TarHeader } from './tar-header';

/** End of an archive. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/** Entry to write. The header contains the size of the body. */
export interface TarInput {
  readonly header: TarHeader;
  readonly body: AsyncIterable<Buffer>;
}

/** Returns an entry for a small file in memory. */
export function tarFile(name: string, bytes: Buffer): TarInput {
  return { header: fileHeader(name, bytes.length), body: once(bytes) };
}

/** Returns the header of a file that everyone may read. */
export function fileHeader(name: string, size: number, mode = 0o644): TarHeader {
  return { name, kind: TarKind.FILE, size, mode, link: '' };
}

/**
 * Writes an archive with entries in the given order.
 * @throws InputError if the size of a body is not that of its header
 */
export async function* writeTar(entries: AsyncIterable<TarInput> | Iterable<TarInput>): AsyncGenerator<Buffer> {
  for await (const { header, body } of entries) {
    yield tarHeader(header);
    let left = header.size;
    for await (const chunk of body) {
      left -= chunk.length;
      yield chunk;
    }
    if (left !== 0) throw new InputError(`file ${quote(header.name)}`, ['was changed while it was read']);
    yield tarPadding(header.size);
  }
  yield TAR_END;
}

/** Encodes a header, with a pax header before it if the name is too long. */
export function tarHeader(header: TarHeader): Buffer {
  return fitsHeader(header) ? encodeHeader(header) : Buffer.concat([paxHeader(header), encodeHeader(header)]);
}

/** Returns the padding after a body of a given size. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

function paxHeader({ name }: TarHeader): Buffer {
  const records = Buffer.from(paxRecord('path', name));
  const header: TarHeader = {
    name: 'PaxHeaders/entry',
    kind: TarKind.PAX,
    size: records.length,
    mode: 0o644,
    link: '',
  };
  return Buffer.concat([encodeHeader(header), records, tarPadding(records.length)]);
}

/** Encodes the record `LENGTH key=value\n`. The length includes its own digits. */
function paxRecord(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  let length = bytes;
  while (length !== bytes + String(length).length) length = bytes + String(length).length;
  return `${length}${rest}`;
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}
