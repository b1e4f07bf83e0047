import * as fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { TarKind } from '../../../src/app-package/archive/tar-header';
import { readTar } from '../../../src/app-package/archive/tar-reader';
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
