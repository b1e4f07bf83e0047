import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openImageArchives } from '../../src/registry/image-archive';
import { resolveImage } from '../../src/registry/resolve-image';
import { writeArchive, writeFiles } from './archive-file';
import { AMD64, ARM64, BLOBS, INDEX, sha256 } from './fake-images';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'archive-'));
  file = join(folder, 'web.tar');
});
afterEach(() => rmSync(folder, { recursive: true }));

const web = { repository: 'ghcr.io/acme/web', tag: '1.4' };
const OCI = 'org.opencontainers.image.ref.name';
const DOCKER = 'io.containerd.image.name';

test.each([
  ['its full name', { [DOCKER]: 'ghcr.io/acme/web:1.4' }],
  ['its tag', { [OCI]: '1.4' }],
  ['no name', {}],
])('finds an image by %s', async (_what, names) => {
  await writeArchive(file, [{ content: INDEX, names }]);
  const resolved = await resolveImage(await openImageArchives([file]), web);
  expect(resolved).toEqual({
    digest: sha256(INDEX),
    platforms: { 'linux/amd64': sha256(AMD64), 'linux/arm64': sha256(ARM64) },
  });
});

test('reads several archives, also with gzip', async () => {
  const other = join(folder, 'other.tgz');
  await writeArchive(file, [{ content: INDEX, names: { [OCI]: 'ghcr.io/acme/web:1.4' } }]);
  await writeArchive(other, [{ content: AMD64, names: { [OCI]: 'ghcr.io/acme/db:2' } }], true);
  const source = await openImageArchives([file, other]);
  expect((await resolveImage(source, web)).digest).toBe(sha256(INDEX));
  const db = await resolveImage(source, { repository: 'ghcr.io/acme/db', tag: '2' });
  expect(db.platforms).toEqual({ 'linux/amd64': sha256(AMD64) });
});

test('reads a folder', async () => {
  mkdirSync(join(folder, 'blobs/sha256'), { recursive: true });
  writeFileSync(join(folder, 'index.json'), JSON.stringify({ manifests: [{ digest: sha256(INDEX) }] }));
  for (const blob of BLOBS) writeFileSync(join(folder, 'blobs', sha256(blob).replace(':', '/')), blob);
  expect((await resolveImage(await openImageArchives([folder]), web)).digest).toBe(sha256(INDEX));
});

test('rejects an archive without the image, or with two of its name', async () => {
  await writeArchive(file, [{ content: INDEX, names: { [OCI]: 'ghcr.io/acme/db:1' } }]);
  await expect(resolveImage(await openImageArchives([file]), web)).rejects.toThrow(
    'does not contain it: its images are "ghcr.io/acme/db:1"',
  );
  const names = { [OCI]: '1.4' };
  await writeArchive(file, [
    { content: INDEX, names },
    { content: AMD64, names },
  ]);
  await expect(resolveImage(await openImageArchives([file]), web)).rejects.toThrow('contains 2 images with this name');
});

test('rejects content that does not have the digest of its name', async () => {
  await writeFiles(file, [
    ['index.json', JSON.stringify({ manifests: [{ digest: sha256(INDEX) }] })],
    [`blobs/${sha256(INDEX).replace(':', '/')}`, AMD64],
  ]);
  const source = await openImageArchives([file]);
  await expect(resolveImage(source, web)).rejects.toThrow();
  await expect(resolveImage(source, { ...web, digest: sha256(INDEX) })).rejects.toThrow('must have the digest');
});

test('an archive of another form, a damaged one and a missing one are errors with the fix', async () => {
  await writeFiles(file, [['manifest.json', '[]']]);
  await expect(openImageArchives([file])).rejects.toThrow('"docker save" of Docker 25 or later');
  await writeFiles(file, [['index.json', '{']]);
  await expect(openImageArchives([file])).rejects.toThrow('its index.json is not JSON');
  writeFileSync(file, 'no archive');
  await expect(openImageArchives([file])).rejects.toThrow(/^archive ".*web\.tar": /);
  await expect(openImageArchives([join(folder, 'none.tar')])).rejects.toThrow('does not exist');
});
