import * as fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { TarKind } from '../../../src/app-package/archive/tar-header';
import { OF_IMAGES, readTar } from '../../../src/app-package/archive/tar-reader';
import type { TarInput } from '../../../src/app-package/archive/tar-writer';
import { chunks, collect, failure, tar, tarEntry, temporaryFolder } from '../workbench';

const folder = temporaryFolder();

async function entriesOf(archive: AsyncIterable<Buffer>): Promise<{ name: string; kind: string; text: string }[]> {
  const entries = [];
  for await (const { name, kind, body } of readTar(archive))
    entries.push({ name, kind, text: (await collect(body)).toString() });
  return entries;
}

function gnuTar(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('tar', args, { cwd: folder.path(), encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

const LONG = `${'folder/'.repeat(30)}file`;

test('a header has the same bytes as that of GNU tar', async () => {
  fs.writeFileSync(folder.path('web.yml'), 'version: "2"\n');
  const flags = ['--format=ustar', '--owner=0', '--group=0', '--numeric-owner', '--mtime=@0', '--mode=0644', '-b2'];
  gnuTar('-cf', 'theirs.tar', ...flags, 'web.yml');
  const ours = await tar(tarEntry('web.yml', {}, 'version: "2"\n'));
  expect(ours.toString('hex')).toBe(fs.readFileSync(folder.path('theirs.tar')).toString('hex'));
});

test('GNU tar unpacks names of any length', async () => {
  fs.writeFileSync(folder.path('ours.tar'), await tar(tarEntry(LONG, {}, 'deep'), tarEntry('grün.txt', {}, 'accent')));
  gnuTar('-xf', 'ours.tar');
  expect(fs.readFileSync(folder.path(LONG), 'utf8')).toBe('deep');
  expect(fs.readFileSync(folder.path('grün.txt'), 'utf8')).toBe('accent');
});

test.each(['gnu', 'pax', 'ustar', 'v7', 'oldgnu'])('an archive of the %s format is read', async (format) => {
  const name = format === 'v7' ? 'a.txt' : format === 'ustar' ? `${'a/'.repeat(60)}b.txt` : LONG;
  fs.mkdirSync(folder.path(name, '..'), { recursive: true });
  fs.writeFileSync(folder.path(name), 'hello');
  fs.symlinkSync(name, folder.path('link'));
  gnuTar('-cf', 'theirs.tar', `--format=${format}`, name, ...(format === 'v7' || format === 'ustar' ? [] : ['link']));
  const entries = await entriesOf(fs.createReadStream(folder.path('theirs.tar')));
  expect(entries[0]).toEqual({ name, kind: TarKind.FILE, text: 'hello' });
});

test('a file of more than eight gigabytes has a size that GNU tar reads', async () => {
  const size = 9 * 1024 ** 3;
  const header = (await tar(tarEntry('large', { size: 0 }))).subarray(0, 512);
  const { encodeHeader, decodeHeader } = await import('../../../src/app-package/archive/tar-header');
  const large = encodeHeader({ ...decodeHeader(header), size });
  expect(decodeHeader(large).size).toBe(size);
  fs.writeFileSync(folder.path('large.tar'), large);
  const { stdout } = spawnSync('tar', ['-tvf', 'large.tar'], { cwd: folder.path(), encoding: 'utf8' });
  expect(stdout).toContain(String(size));
});

test('a written archive is read back, in chunks of any size', async () => {
  const names = fc.stringMatching(/^[a-zä]{1,120}$/);
  const files = fc.array(fc.tuple(names, fc.uint8Array({ maxLength: 1200 })), { maxLength: 5 });
  await fc.assert(
    fc.asyncProperty(files, fc.integer({ min: 1, max: 2000 }), async (files, size) => {
      const archive = await tar(...files.map(([name, bytes]) => tarEntry(name, {}, Buffer.from(bytes))));
      const pieces = Array.from({ length: Math.ceil(archive.length / size) }, (_, i) =>
        archive.subarray(i * size, (i + 1) * size),
      );
      const entries = [];
      for await (const { name, body } of readTar(chunks(...pieces)))
        entries.push([name, (await collect(body)).toString('hex')]);
      expect(entries).toEqual(files.map(([name, bytes]) => [name, Buffer.from(bytes).toString('hex')]));
    }),
    { numRuns: 50 },
  );
});

test('an archive is truncated wherever it is cut', async () => {
  const archive = await tar(tarEntry('a', {}, 'text'), tarEntry(LONG, {}, 'more'));
  const messages = new Set<string>();
  for (let length = 0; length < archive.length; length += 5)
    messages.add(await failure(entriesOf(chunks(archive.subarray(0, length)))));
  expect([...messages]).toEqual(['is truncated']);
});

test.each([
  [
    'bytes after its end',
    (archive: Buffer) => Buffer.concat([archive, Buffer.from('x')]),
    'has more bytes after its end',
  ],
  [
    'an empty block between entries',
    (archive: Buffer) => Buffer.concat([Buffer.alloc(512), archive]),
    'has an empty block',
  ],
  ['a changed header', (archive: Buffer) => Buffer.from(archive.fill('b', 0, 1)), 'is damaged: the header of an entry'],
])('an archive with %s is rejected', async (_, change, message) => {
  await expect(entriesOf(chunks(change(await tar(tarEntry('a', {}, 'text')))))).rejects.toThrow(message);
});

test('zeros after the end of an archive are its padding', async () => {
  const archive = await tar(tarEntry('a', {}, 'text'));
  expect(await entriesOf(chunks(archive, Buffer.alloc(10240)))).toHaveLength(1);
});

test.each(['gnu', 'pax'])('a sparse file is rejected, in the %s format', async (format) => {
  const file = fs.openSync(folder.path('sparse'), 'w');
  fs.ftruncateSync(file, 1024 * 1024);
  fs.closeSync(file);
  gnuTar('-cSf', 'sparse.tar', `--format=${format}`, 'sparse');
  await expect(entriesOf(fs.createReadStream(folder.path('sparse.tar')))).rejects.toThrow('sparse file');
});

test('a name that is not UTF-8 is rejected', async () => {
  fs.writeFileSync(Buffer.concat([Buffer.from(folder.path('n')), Buffer.from([0xff])]), '');
  spawnSync('sh', ['-c', 'tar -cf bad.tar n*'], { cwd: folder.path() });
  await expect(entriesOf(fs.createReadStream(folder.path('bad.tar')))).rejects.toThrow('not UTF-8');
});

describe('archives of images are read leniently, and packages strictly:', () => {
  const header = (kind: string, body: Buffer): TarInput => tarEntry('x', { kind: kind as TarKind }, body);
  const blocks = async (...entries: TarInput[]): Promise<Buffer> => (await tar(...entries)).subarray(0, -1024);
  const pax = (key: string, value: string): Buffer => {
    const rest = ` ${key}=${value}\n`;
    const digits = String(rest.length + String(rest.length).length).length;
    return Buffer.from(`${rest.length + digits}${rest}`);
  };
  /** Returns an archive whose entry has a name of these bytes. */
  const named = async (name: Buffer): Promise<Buffer> => {
    const block = await tar(tarEntry('a'.repeat(name.length), {}, 'text'));
    name.copy(block);
    block.fill(' ', 148, 156);
    block.write(
      `${block
        .subarray(0, 512)
        .reduce((sum, byte) => sum + byte, 0)
        .toString(8)}\0`,
      148,
    );
    return block;
  };
  const CASES: Record<string, [() => Promise<Buffer>, string, string]> = {
    'no blocks at the end': [() => blocks(tarEntry('a')), 'a', 'is truncated'],
    'one block at the end': [async () => (await tar(tarEntry('a'))).subarray(0, -512), 'a', 'is truncated'],
    'a name that is not UTF-8': [() => named(Buffer.from([0x66, 0xff])), 'f\ufffd', 'has a name that is not UTF-8'],
    'a pax header of more than 64 KiB': [
      () => tar(header('x', pax('comment', 'x'.repeat(70_000))), tarEntry('a')),
      'a',
      'has an extended header of 70',
    ],
    'a path for all entries': [() => tar(header('g', pax('path', 'b')), tarEntry('a')), 'a', 'sets path'],
  };
  test.each(Object.keys(CASES))('%s', async (name) => {
    const [make, entry, words] = CASES[name] ?? [];
    const bytes = (await make?.()) ?? Buffer.alloc(0);
    const names: string[] = [];
    for await (const { name: read } of readTar(chunks(bytes), OF_IMAGES)) names.push(read);
    expect(names).toEqual([entry]);
    expect(await failure(entriesOf(chunks(bytes)))).toContain(words);
  });

  test('sparse files of GNU tar', async () => {
    fs.writeFileSync(folder.path('sparse'), '');
    fs.truncateSync(folder.path('sparse'), 10_000_000);
    for (const at of [0, 1, 2, 3, 4, 5, 6, 7].map((i) => i * 1_000_000)) {
      const file = fs.openSync(folder.path('sparse'), 'r+');
      fs.writeSync(file, 'data', at);
      fs.closeSync(file);
    }
    fs.writeFileSync(folder.path('after'), '');
    for (const format of ['gnu', 'pax']) {
      gnuTar('-cSf', 'theirs.tar', `--format=${format}`, 'sparse', 'after');
      const bytes = fs.readFileSync(folder.path('theirs.tar'));
      const names: string[] = [];
      for await (const { name } of readTar(chunks(bytes), OF_IMAGES)) names.push(name);
      expect(names).toEqual(['sparse', 'after']);
      expect(await failure(entriesOf(chunks(bytes)))).toContain('as a sparse file');
    }
  });

  test('a truncated file is an error in both', async () => {
    const bytes = (await tar(tarEntry('a', {}, 'x'.repeat(600)))).subarray(0, 900);
    for (const tolerance of [undefined, OF_IMAGES])
      expect(
        await failure(
          (async () => {
            for await (const { body } of readTar(chunks(bytes), tolerance)) await collect(body);
          })(),
        ),
      ).toBe('is truncated');
  });
});

test('a folder of the oldest form, which is a file whose name ends in a slash, is a folder', async () => {
  fs.mkdirSync(folder.path('dir'));
  fs.writeFileSync(folder.path('dir/file'), 'text');
  gnuTar('-cf', 'theirs.tar', '--format=v7', 'dir');
  expect(await entriesOf(fs.createReadStream(folder.path('theirs.tar')))).toEqual([
    { name: 'dir/', kind: TarKind.FOLDER, text: '' },
    { name: 'dir/file', kind: TarKind.FILE, text: 'text' },
  ]);
});
