import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImageLock } from '../../src/supply-chain/image-lock';

const digest = `sha256:${'0123456789abcdef'.repeat(4)}`;
const lock = (images: object): ImageLock => ImageLock.fromJson(JSON.stringify({ images }));

describe('an image lock', () => {
  test('pins an image to its digest', () => {
    const images = lock({
      web: { repository: 'ghcr.io/acme/web', tag: '1.4', digest },
      db: { repository: 'ghcr.io/acme/db', digest },
    });
    expect(images.image('web').reference).toBe(`ghcr.io/acme/web:1.4@${digest}`);
    expect(images.image('db').reference).toBe(`ghcr.io/acme/db@${digest}`);
    expect(images.image('db').acknowledgements).toEqual([]);
  });

  test('is read from its file', () => {
    const folder = mkdtempSync(join(tmpdir(), 'image-lock-'));
    try {
      const file = join(folder, 'lock.json');
      writeFileSync(file, JSON.stringify({ images: { web: { repository: 'ghcr.io/acme/web', digest } } }));
      expect(ImageLock.fromFile(file).image('web').reference).toBe(`ghcr.io/acme/web@${digest}`);
      expect(() => ImageLock.fromFile(join(folder, 'none.json'))).toThrow(
        /^image lock ".*none\.json": does not exist$/,
      );
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  test.each([
    ['{', /^image lock "images\.lock\.json": is not JSON: /],
    ['null', 'image lock "images.lock.json": must have an object "images", by image name'],
    ['{"images":[]}', 'must have an object "images", by image name'],
    ['[]', 'must have an object "images", by image name'],
  ])('rejects the text %s', (text, message) => {
    expect(() => ImageLock.fromJson(text)).toThrow(message);
  });

  test.each([
    [{ b: {}, a: {} }, 'web', 'has no image "web": its images are "a", "b"'],
    [{}, 'web', 'has no image "web": its images are none'],
    [{ a: {} }, 'toString', 'has no image "toString": its images are "a"'],
    [
      { web: {} },
      'web',
      /2 problems\n {2}- image "web" must have a repository\n {2}- image "web" must have a digest: run "npx secure-edge images lock web"$/,
    ],
    [{ web: 'ghcr.io/acme/web' }, 'web', /image "web" must have a repository/],
    [{ web: { repository: 'ghcr.io/acme/web', digest: 1 } }, 'web', 'image "web" must have a digest'],
    [{ web: { repository: 'ghcr.io/acme/web', digest: 'sha256:0' } }, 'web', /image must be \[registry\/\]repository/],
    [{ web: { repository: 'acme/web', digest } }, 'web', /image must name its registry/],
  ])('rejects a missing image or an incomplete entry: case %#', (images, name, message) => {
    expect(() => lock(images).image(name)).toThrow(message);
  });
});
