import { InputError, quote } from '../../diagnostics/input-error';
import { BLOCK, encodeHeader, fitsHeader, TarKind, type TarHeader } from './tar-header';

/** What ends an archive. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

/** An entry to write: its header, and the bytes that the header counts. */
export interface TarInput {
  readonly header: TarHeader;
  readonly body: AsyncIterable<Buffer>;
}

/** A small file whose bytes are there already. */
export function tarFile(name: string, bytes: Buffer): TarInput {
  return { header: fileHeader(name, bytes.length), body: once(bytes) };
}

/** The header of a file that everybody may read. */
export function fileHeader(name: string, size: number, mode = 0o644): TarHeader {
  return { name, kind: TarKind.FILE, size, mode, link: '' };
}

/** A whole archive, in the order that is given. */
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

/** A header; before it, when it cannot say it all, a pax header that does. */
export function tarHeader(header: TarHeader): Buffer {
  return fitsHeader(header) ? encodeHeader(header) : Buffer.concat([paxHeader(header), encodeHeader(header)]);
}

/** What fills up the last block of a body. */
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

/** `LENGTH key=value\n`, where the length counts its own digits, too. */
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
