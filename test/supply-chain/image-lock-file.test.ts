import { ImageLockFile } from '../../src/supply-chain/image-lock-file';

const digest = `sha256:${'ab'.repeat(32)}`;
const parse = (images: object, more: object = {}): ImageLockFile =>
  ImageLockFile.parse(JSON.stringify({ ...more, images }), 'images.lock.json');

test('a new digest replaces the old one with its date and platforms, and keeps every other key', () => {
  const before = parse(
    {
      web: { repository: 'ghcr.io/acme/web', tag: '1.3', digest: 'sha256:'.padEnd(71, '0'), parts: [1] },
      db: {
        repository: 'ghcr.io/acme/db',
        tag: '2',
      },
    },
    { $schema: 'x' },
  );
  const resolved = { digest, platforms: { 'linux/arm64': digest } };
  const after = before.with({ name: 'web', repository: 'ghcr.io/acme/web', tag: '1.4', resolved, date: '2026-12-01' });
  expect(JSON.parse(after.toJson())).toEqual({
    $schema: 'x',
    images: {
      web: {
        repository: 'ghcr.io/acme/web',
        tag: '1.4',
        digest,
        locked: '2026-12-01',
        platforms: { 'linux/arm64': digest },
        parts: [1],
      },
      db: { repository: 'ghcr.io/acme/db', tag: '2' },
    },
  });
  expect(after.images.map(({ name }) => name)).toEqual(['web', 'db']);
  expect(after.toJson().endsWith('}\n')).toBe(true);
});

test('a new image is added at the end', () => {
  const resolved = { digest, platforms: {} };
  const after = ImageLockFile.empty().with({ name: 'b', repository: 'x.io/b', tag: undefined, resolved, date: 'd' });
  expect(after.images).toEqual([{ name: 'b', repository: 'x.io/b', tag: undefined, digest }]);
  expect(JSON.parse(after.toJson()).images.b).not.toHaveProperty('tag');
});

test.each([
  [{ web: { repository: 'acme/web' } }, 'must name its registry, got "acme/web": write "docker.io/acme/web"'],
  [{ web: { repository: 'web' } }, 'write "docker.io/library/web"'],
  [{ web: { repository: 'ghcr.io/Acme' } }, 'must have a repository and a tag in the syntax of images'],
  [{ web: { repository: 'ghcr.io/a:1' } }, 'must have a repository and a tag in the syntax of images'],
  [{ web: { repository: 'ghcr.io/a', tag: '-x' } }, 'must have a repository and a tag in the syntax of images'],
  [{ web: { repository: 'ghcr.io/a', digest: 'sha256:1' } }, 'digest of image "web" must be'],
  [{ '-rf': { repository: 'ghcr.io/a' } }, 'name of an image must be'],
])('rejects %j', (images, message) => {
  expect(() => parse(images)).toThrow(message);
});
