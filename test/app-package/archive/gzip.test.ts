import { gunzipSync, gzipSync } from 'node:zlib';
import { gunzip, gzip, GzipLevel } from '../../../src/app-package/archive/gzip';
import { chunks, collect, failure } from '../workbench';

const TEXT = 'version: "2"\n'.repeat(1000);

test.each([GzipLevel.DEFAULT, GzipLevel.NONE])(
  'at level %i, the bytes contain neither time nor system',
  async (level) => {
    const bytes = await collect(gzip(chunks(TEXT), level));
    expect(bytes.subarray(4, 8).toString('hex')).toBe('00000000');
    expect(bytes[9]).toBe(255);
    expect(gunzipSync(bytes).toString()).toBe(TEXT);
  },
);

test('any number of gzip members is read', async () => {
  const two = Buffer.concat([gzipSync('one '), gzipSync('two')]);
  expect((await collect(gunzip(chunks(two)))).toString()).toBe('one two');
});

test('compressed bytes cut anywhere are truncated', async () => {
  const bytes = gzipSync('some text');
  const messages = new Set<string>();
  for (let length = 0; length < bytes.length; length += 1)
    messages.add(await failure(collect(gunzip(chunks(bytes.subarray(0, length))))));
  expect([...messages]).toEqual(['is truncated']);
});

test.each([
  ['in the same chunk', (bytes: Buffer, more: Buffer) => [Buffer.concat([bytes, more])]],
  ['in a chunk of their own', (bytes: Buffer, more: Buffer) => [bytes, more]],
  ['in many chunks', (bytes: Buffer, more: Buffer) => [bytes, ...Array<Buffer>(20).fill(more)]],
])('bytes after the end are rejected, %s', async (_, parts) => {
  for (const more of [
    Buffer.alloc(1),
    Buffer.alloc(100_000),
    Buffer.from('x'),
    Buffer.from([0x1f]),
    Buffer.from([0, 1]),
  ])
    await expect(collect(gunzip(chunks(...parts(gzipSync('some text'), more))))).rejects.toThrow(
      /^(has more bytes after|is truncated)/,
    );
});

test.each([
  ['not gzip', Buffer.from('hello, this is text'), 'is not compressed with gzip'],
  ['damaged', Buffer.from(gzipSync(TEXT).fill(0xee, 20, 60)), 'is damaged'],
])('input that is %s is rejected', async (_, bytes, message) => {
  await expect(collect(gunzip(chunks(bytes)))).rejects.toThrow(message);
});

test('an error of the source is passed on', async () => {
  const broken = async function* (): AsyncGenerator<Buffer> {
    yield await Promise.resolve(gzipSync(TEXT).subarray(0, 10));
    throw new Error('disk is gone');
  };
  await expect(collect(gunzip(broken()))).rejects.toThrow('disk is gone');
  await expect(collect(gzip(broken()))).rejects.toThrow('disk is gone');
});
