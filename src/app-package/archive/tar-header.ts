import { quote } from '../../diagnostics/input-error';
import { ArchiveError } from './archive-error';

/** Size of all blocks in a tar archive, in bytes (POSIX.1-2017, pax, "ustar Interchange Format"). */
export const BLOCK = 512;

/** Kind of an entry, by its character in the header. */
export enum TarKind {
  FILE = '0',
  HARD_LINK = '1',
  SYMBOLIC_LINK = '2',
  CHARACTER_DEVICE = '3',
  BLOCK_DEVICE = '4',
  FOLDER = '5',
  FIFO = '6',
  /** Kind that all current readers treat as a file. */
  CONTIGUOUS_FILE = '7',
  /** Extended header of the next entry. */
  PAX = 'x',
  /** Extended header of all entries after it. */
  PAX_GLOBAL = 'g',
  GNU_LONG_NAME = 'L',
  GNU_LONG_LINK = 'K',
  GNU_SPARSE = 'S',
}

/** Header of an entry. */
export interface TarHeader {
  readonly name: string;
  readonly kind: TarKind;
  /** Size of the body in bytes. */
  readonly size: number;
  /** Permission bits, including setuid, setgid and sticky. */
  readonly mode: number;
  /** Target of a link. Empty for other kinds. */
  readonly link: string;
}

interface Field {
  readonly at: number;
  readonly length: number;
}

const NAME = { at: 0, length: 100 };
const MODE = { at: 100, length: 8 };
const UID = { at: 108, length: 8 };
const GID = { at: 116, length: 8 };
const SIZE = { at: 124, length: 12 };
const MTIME = { at: 136, length: 12 };
const CHECKSUM = { at: 148, length: 8 };
const KIND = { at: 156, length: 1 };
const LINK = { at: 157, length: 100 };
const MAGIC = { at: 257, length: 6 };
const VERSION = { at: 263, length: 2 };
const DEVICE_MAJOR = { at: 329, length: 8 };
const DEVICE_MINOR = { at: 337, length: 8 };
const PREFIX = { at: 345, length: 155 };

/** Offsets of the byte that announces one more block of a sparse file: in its header, and in the blocks after it. */
const SPARSE_MORE = 482;
const SPARSE_MORE_AFTER = 504;

const LARGEST_OCTAL_SIZE = 0o77777777777;
const KINDS: readonly string[] = Object.values(TarKind);

/** True if the name fits in a header, so that no pax header is needed. */
export function fitsHeader({ name }: TarHeader): boolean {
  return Buffer.byteLength(name) <= NAME.length;
}

/** True if the header of GNU tar for a sparse file has one more block, with more of its map. */
export function hasMoreSparseBlocks(block: Buffer, isFirst: boolean): boolean {
  return (block[isFirst ? SPARSE_MORE : SPARSE_MORE_AFTER] ?? 0) !== 0;
}

/** Encodes a header in one block, with owner root and no time. A long name is cut and needs a pax header before. */
export function encodeHeader({ name, kind, size, mode, link }: TarHeader): Buffer {
  const block = Buffer.alloc(BLOCK);
  block.set(Buffer.from(name).subarray(0, NAME.length), NAME.at);
  octal(block, MODE, mode);
  for (const field of [UID, GID, MTIME, DEVICE_MAJOR, DEVICE_MINOR]) octal(block, field, 0);
  if (size <= LARGEST_OCTAL_SIZE) octal(block, SIZE, size);
  else binary(block, SIZE, size);
  block.write(kind, KIND.at, 'latin1');
  block.set(Buffer.from(link).subarray(0, LINK.length), LINK.at);
  block.write('ustar\u000000', MAGIC.at, 'latin1');
  block.write(`${checksum(block).toString(8).padStart(6, '0')}\0 `, CHECKSUM.at, 'latin1');
  return block;
}

/** True if a block is the header of an entry. */
export function isHeader(block: Buffer): boolean {
  if (block.length < BLOCK) return false;
  const digits = block.toString('latin1', CHECKSUM.at, CHECKSUM.at + CHECKSUM.length);
  return /^ *[0-7]+[\0 ]/.test(digits) && Number.parseInt(digits, 8) === checksum(block);
}

/** Function that decodes the bytes of a name. */
export type DecodeName = (bytes: Buffer) => string;

/**
 * Decodes a header.
 * @throws ArchiveError if the block is not a header
 */
export function decodeHeader(block: Buffer, decode: DecodeName = decodeText): TarHeader {
  if (!isHeader(block)) throw new ArchiveError('is damaged: the header of an entry is invalid');
  const kind = block.toString('latin1', KIND.at, KIND.at + 1).replace('\0', TarKind.FILE);
  const name = text(block, NAME, decode);
  if (!KINDS.includes(kind)) throw new ArchiveError(`has an entry of an unknown kind, ${quote(kind)}`);
  // the dialect of GNU tar has times in the place of a prefix
  const posix = block.toString('latin1', MAGIC.at, VERSION.at + VERSION.length) === 'ustar\u000000';
  const prefix = posix ? text(block, PREFIX, decode) : '';
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    kind: kind as TarKind,
    size: number(block, SIZE),
    mode: number(block, MODE) & 0o7777,
    link: text(block, LINK, decode),
  };
}

/** Computes the sum of all bytes. Bytes of the checksum itself count as spaces. */
function checksum(block: Buffer): number {
  let sum = CHECKSUM.length * 0x20;
  for (let i = 0; i < BLOCK; i += 1) if (i < CHECKSUM.at || i >= CHECKSUM.at + CHECKSUM.length) sum += block[i] ?? 0;
  return sum;
}

function octal(block: Buffer, { at, length }: Field, value: number): void {
  block.write(value.toString(8).padStart(length - 1, '0'), at, 'latin1');
}

/** Writes a number that is too large for octal digits in the form of GNU tar, which Go and Python read as well. */
function binary(block: Buffer, { at, length }: Field, value: number): void {
  block.writeUInt8(0x80, at);
  block.writeUIntBE(value, at + length - 6, 6);
}

function text(block: Buffer, { at, length }: Field, decode: DecodeName): string {
  const bytes = block.subarray(at, at + length);
  const end = bytes.indexOf(0);
  return decode(end === -1 ? bytes : bytes.subarray(0, end));
}

const UTF_8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes a name.
 * @throws ArchiveError if the bytes are not UTF-8, because two such names could become the same
 */
export function decodeText(bytes: Buffer): string {
  try {
    return UTF_8.decode(bytes);
  } catch {
    throw new ArchiveError(`has a name that is not UTF-8, ${quote(bytes.toString('latin1'))}`);
  }
}

/** Decodes a name of any bytes. Bytes that are not UTF-8 become U+FFFD, so that two names can become the same. */
export function decodeAnyText(bytes: Buffer): string {
  return bytes.toString('utf8');
}

function number(block: Buffer, field: Field): number {
  const bytes = block.subarray(field.at, field.at + field.length);
  return ((bytes[0] ?? 0) & 0x80) === 0 ? octalNumber(bytes) : binaryNumber(bytes);
}

function octalNumber(bytes: Buffer): number {
  const digits = /^ *([0-7]*)(?:(?<=[0-7])[ \0]*|\0[ \0]*)?$/.exec(bytes.toString('latin1'))?.[1];
  if (digits === undefined) throw new ArchiveError('is damaged: a header has letters instead of a number');
  return digits === '' ? 0 : Number.parseInt(digits, 8);
}

function binaryNumber(bytes: Buffer): number {
  const value = bytes.reduce((sum, byte, i) => sum * 256n + BigInt(i === 0 ? byte & 0x7f : byte), 0n);
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw new ArchiveError('is damaged: a header has an impossible number');
  return Number(value);
}
