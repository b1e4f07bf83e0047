import { resolveImage } from '../../src/registry/resolve-image';
import { AMD64, ARM64, fakeSource, INDEX, sha256 } from './fake-images';

const repository = 'ghcr.io/acme/web';

test('an index has a digest for each platform, without attestations', async () => {
  const resolved = await resolveImage(fakeSource({ '1.4': INDEX }), { repository, tag: '1.4' });
  expect(resolved).toEqual({
    digest: sha256(INDEX),
    platforms: { 'linux/amd64': sha256(AMD64), 'linux/arm64': sha256(ARM64) },
  });
  expect(Object.keys(resolved.platforms)).toEqual(['linux/amd64', 'linux/arm64']);
});

test('a manifest without an index has the platform of its configuration', async () => {
  expect(await resolveImage(fakeSource({ arm: ARM64 }), { repository, tag: 'arm' })).toEqual({
    digest: sha256(ARM64),
    platforms: { 'linux/arm64': sha256(ARM64) },
  });
});

test('an image is read by its digest', async () => {
  const digest = sha256(INDEX);
  expect((await resolveImage(fakeSource({}), { repository, digest })).digest).toBe(digest);
});

test('a source that changes a byte of the manifest is rejected', async () => {
  const source = fakeSource({ '1.4': `${INDEX}\n` });
  await expect(resolveImage(source, { repository, tag: '1.4' })).rejects.toThrow('is missing');
  const other = { ...source, manifest: async (): Promise<Buffer> => Promise.resolve(Buffer.from(INDEX)) };
  await expect(resolveImage(other, { repository, digest: sha256(AMD64) })).rejects.toThrow(
    `must have the digest ${sha256(AMD64)}, got ${sha256(INDEX)}`,
  );
});

test.each([
  ['text', 'is not JSON'],
  ['[]', 'must be a JSON object'],
  ['{"schemaVersion":1}', 'must be an image manifest or an index'],
  ['{"config":{"digest":"../../x"}}', 'must be an image manifest or an index'],
])('rejects the manifest %s', async (text, message) => {
  const source = { ...fakeSource({}), manifest: async (): Promise<Buffer> => Promise.resolve(Buffer.from(text)) };
  await expect(resolveImage(source, { repository, tag: '1' })).rejects.toThrow(message);
});

test('a variant of arm is a platform of its own', async () => {
  const config = JSON.stringify({ os: 'linux', architecture: 'arm', variant: 'v7' });
  const source = { ...fakeSource({}), config: async (): Promise<Buffer> => Promise.resolve(Buffer.from(config)) };
  const { platforms } = await resolveImage(source, { repository, digest: sha256(ARM64) });
  expect(Object.keys(platforms)).toEqual(['linux/arm/v7']);
});
