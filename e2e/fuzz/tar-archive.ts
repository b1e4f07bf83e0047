import { BLOCK, encodeHeader, TarKind } from '../../src/app-package/archive/tar-header';
import { tarPadding } from '../../src/app-package/archive/tar-writer';
import type { Random } from './random';

/** Placeholder of a folder outside the target of unpacking. */
export const OUTSIDE = '@OUTSIDE@';

/** Entry of a malicious archive. */
export interface FuzzEntry {
  readonly name: string;
  /** Type of the entry, as one character. */
  readonly kind: string;
  readonly mode: number;
  readonly link: string;
  readonly body: string | Buffer;
  /** Header before the entry that contains its complete name: none, pax, or that of GNU tar. */
  readonly extension: 'none' | 'pax' | 'gnu';
  /** Size in the header, if it differs from the size of the body. */
  readonly size?: number;
  /** Bytes of the header that are overwritten. The checksum is then corrected. */
  readonly overwritten?: { readonly at: number; readonly bytes: string };
}

/** Archive, with the kind of its end. */
export interface FuzzArchive {
  readonly entries: ReadonlyArray<FuzzEntry>;
  readonly end: 'whole' | 'one block' | 'none' | 'text' | 'zeros';
}

const NAMES = [
  'a',
  'A',
  'b',
  'dir/',
  'dir/a',
  'dir/b/c',
  'link/x',
  './a',
  'a//b',
  'a/',
  '',
  '.',
  '..',
  '../above',
  '../beside',
  'dir/../../beside',
  'dir/..',
  '/',
  '/etc/secure-edge-fuzz',
  `${OUTSIDE}/above`,
  `${OUTSIDE}/new`,
  'a\\b',
  'a\nb',
  'a\u0000b',
  '\u00e4',
  'a\u0308',
  '\u202ea',
  '\ud800',
  'con',
  'x'.repeat(100),
  'x'.repeat(255),
  'x'.repeat(256),
  `${'d/'.repeat(99)}a`,
  `${'d/'.repeat(100)}a`,
  'é/'.repeat(700),
  'docker-compose.yml',
  'image.tar',
];

const LINKS = [
  'a',
  'b',
  'dir',
  'dir/a',
  '.',
  '..',
  '../..',
  '../beside',
  '/',
  `${OUTSIDE}/above`,
  'link',
  'link/x',
  'dir/../../x',
  './dir/../a',
  '',
  'a\u0000b',
  'y'.repeat(3000),
];

const KINDS: ReadonlyArray<string> = Object.values(TarKind);
const PAX_KINDS: ReadonlyArray<string> = [TarKind.PAX, TarKind.PAX_GLOBAL];

/** Returns entries that are mostly valid. */
export function fuzzArchive(random: Random, wrong: number): FuzzArchive {
  const entries = random.list(6, () => fuzzEntry(random, wrong));
  const end = random.chance(wrong / 2) ? random.pick(['one block', 'none', 'text', 'zeros'] as const) : 'whole';
  return { entries, end };
}

function fuzzEntry(random: Random, wrong: number): FuzzEntry {
  const name = random.chance(wrong)
    ? random.pick(NAMES)
    : random.pick(['a', 'b', 'c', 'dir/', 'dir/a', 'link', 'dir/link', 'e/f/g']);
  const usual: string = name.endsWith('/')
    ? TarKind.FOLDER
    : name.endsWith('link')
      ? TarKind.SYMBOLIC_LINK
      : TarKind.FILE;
  const kind: string = random.chance(wrong) ? random.pick([...KINDS, '8', 'Z', '\0', 'é']) : usual;
  const isLink = kind === usual ? name.endsWith('link') : random.chance(0.7);
  return {
    name,
    kind,
    mode: random.chance(wrong) ? random.pick([0, 0o777, 0o4755, 0o2755, 0o1777, 0o7777777]) : 0o644,
    link: isLink ? random.pick(random.chance(wrong * 2) ? LINKS : ['a', 'b', './dir']) : '',
    body: name.endsWith('/') || isLink ? '' : kind === usual ? 'text'.repeat(random.below(300)) : paxBody(random, kind),
    extension: random.chance(0.3) ? random.pick(['pax', 'gnu'] as const) : 'none',
    ...(random.chance(wrong / 3) && { size: random.pick([0, 1, 511, 513, 2 ** 33, 2 ** 47, 70_000]) }),
    ...(random.chance(wrong / 3) && {
      overwritten: {
        at: random.below(BLOCK),
        bytes: random.pick(['\x80', '\xff'.repeat(12), '\0'.repeat(8), '99999999', ' ', '-1', 'ustar  \0', '\xc3']),
      },
    }),
  };
}

function paxBody(random: Random, kind: string): string {
  if (!PAX_KINDS.includes(kind)) return random.chance(0.5) ? '' : random.pick(NAMES);
  return random
    .list(4, () =>
      random.pick([
        record('path', random.pick(NAMES)),
        record('linkpath', random.pick(LINKS)),
        record('size', random.pick(['0', '4', '-1', '1e9', '999999999999999', '9'.repeat(40), ''])),
        record('GNU.sparse.major', '1'),
        record('mtime', '1.5'),
        '5 a=\n',
        '0 a=b\n',
        '-1 a=b\n',
        '6  =b\n',
        '99 a=b\n',
        ' a=b\n',
        'x a=b\n',
        '6 a=b\n'.repeat(300),
      ]),
    )
    .join('');
}

function record(key: string, value: string): string {
  const rest = ` ${key}=${value}\n`;
  const size = Buffer.byteLength(rest);
  const length = size + String(size + String(size).length).length;
  return `${length}${rest}`;
}

/** Returns the bytes of an archive. */
export function tarBytes({ entries, end }: FuzzArchive, outside = ''): Buffer {
  const placed = (text: string): string => text.replaceAll(OUTSIDE, outside);
  const parts = entries.map((entry) => entryBytes({ ...entry, name: placed(entry.name), link: placed(entry.link) }));
  return Buffer.concat([...parts, Buffer.alloc(ENDS[end].zeros), Buffer.from(ENDS[end].text)]);
}

const ENDS = {
  whole: { zeros: 2 * BLOCK, text: '' },
  'one block': { zeros: BLOCK, text: '' },
  none: { zeros: 0, text: '' },
  text: { zeros: 2 * BLOCK, text: 'text' },
  zeros: { zeros: 90_000, text: '' },
};

function entryBytes({ extension, ...entry }: FuzzEntry): Buffer {
  const plain = plainEntry(entry);
  if (extension === 'none') return plain;
  const of = (kind: TarKind, body: string): Buffer => plainEntry({ name: 'header', kind, mode: 0o644, link: '', body });
  if (extension === 'pax')
    return Buffer.concat([of(TarKind.PAX, record('path', entry.name) + record('linkpath', entry.link)), plain]);
  return Buffer.concat([
    of(TarKind.GNU_LONG_NAME, `${entry.name}\0`),
    of(TarKind.GNU_LONG_LINK, `${entry.link}\0`),
    plain,
  ]);
}

function plainEntry(entry: Omit<FuzzEntry, 'extension'>): Buffer {
  const { name, kind, mode, link, size, overwritten } = entry;
  const body = typeof entry.body === 'string' ? Buffer.from(entry.body) : entry.body;
  const header = encodeHeader({ name, kind: kind as TarKind, mode, link, size: size ?? body.length });
  if (overwritten !== undefined) {
    header.write(overwritten.bytes.slice(0, BLOCK - overwritten.at), overwritten.at, 'latin1');
    header.write('        ', 148, 'latin1');
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  }
  return Buffer.concat([header, body, tarPadding(body.length)]);
}
