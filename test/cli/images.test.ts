import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ImageLock } from '../../src/supply-chain/image-lock';
import { writeArchive } from '../registry/archive-file';
import { AMD64, ARM64, INDEX, sha256 } from '../registry/fake-images';
import { SECURE_EDGE } from '../programs';

const OCI = 'org.opencontainers.image.ref.name';
const WEB = 'ghcr.io/acme/web:1.4';
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'images-'));
  await writeArchive(join(folder, 'web.tar'), [{ content: INDEX, names: { [OCI]: WEB } }]);
  await writeArchive(join(folder, 'web2.tar'), [{ content: AMD64, names: { [OCI]: WEB } }]);
});
afterEach(() => rmSync(folder, { recursive: true }));

function images(...args: string[]): { code: number | null; stdout: string; stderr: string } {
  const program = [SECURE_EDGE, 'images', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, program, { cwd: folder, encoding: 'utf8' });
  return { code: status, stdout, stderr };
}

const read = (): string => readFileSync(join(folder, 'images.lock.json'), 'utf8');

test('an image is locked, checked and updated', () => {
  expect(images('lock', `web=${WEB}`, '--from', 'web.tar')).toEqual({
    code: 0,
    stdout: `web: ${WEB}\n  + ${sha256(INDEX)} (linux/amd64, linux/arm64)\n`,
    stderr: 'digests from "web.tar"\n',
  });
  const locked = read();
  expect(JSON.parse(locked).images.web).toEqual({
    repository: 'ghcr.io/acme/web',
    tag: '1.4',
    digest: sha256(INDEX),
    locked: new Date().toISOString().slice(0, 10),
    platforms: { 'linux/amd64': sha256(AMD64), 'linux/arm64': sha256(ARM64) },
  });
  expect(ImageLock.fromFile(join(folder, 'images.lock.json')).image('web').reference).toBe(`${WEB}@${sha256(INDEX)}`);

  expect(images('check', '--from', 'web.tar')).toMatchObject({ code: 0, stdout: '1 image, 0 with another digest\n' });
  const change = `web: ${WEB}\n  - ${sha256(INDEX)}\n  + ${sha256(AMD64)} (linux/amd64)\n`;
  expect(images('check', '--from', 'web2.tar')).toMatchObject({
    code: 1,
    stdout: `${change}1 image, 1 with another digest\n`,
  });
  expect(read()).toBe(locked);
  expect(images('update', 'web', '--from', 'web2.tar')).toMatchObject({ code: 0, stdout: change });
  expect(JSON.parse(read()).images.web.digest).toBe(sha256(AMD64));
});

test('a date changes only with the digest', () => {
  const entry = { repository: 'ghcr.io/acme/web', tag: '1.4', digest: sha256(INDEX), locked: '2020-01-01' };
  const text = JSON.stringify({ images: { web: entry } });
  writeFileSync(join(folder, 'images.lock.json'), text);
  expect(images('update', '--from', 'web.tar')).toMatchObject({ code: 0, stdout: 'web: unchanged\n' });
  expect(read()).toBe(text);
  expect(images('lock', '--from', 'web.tar')).toMatchObject({
    code: 0,
    stdout: '"images.lock.json": every image is locked\n',
  });
});

test('one image that cannot be read leaves the file as it is', () => {
  const before = readdirSync(folder);
  const { code, stdout, stderr } = images('lock', `web=${WEB}`, 'db=ghcr.io/acme/db:2', '--from', 'web.tar');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('"db" (ghcr.io/acme/db:2): "web.tar" does not contain it');
  expect(readdirSync(folder)).toEqual(before);
});

test.each([
  [['lock', 'web=acme/web:1'], 'image "web" must name its registry'],
  [['lock', 'web'], 'has no image "web": its images are none; add one as web=REFERENCE'],
  [['check'], 'image lock "images.lock.json": does not exist'],
  [['remove'], "'remove' is invalid for argument 'action'"],
  [['lock', `web=${WEB}`, '--tool', 'curl'], 'Allowed choices are crane'],
  [['lock', `web=${WEB}`, '--tool', 'crane', '--from', 'web.tar'], 'cannot be used with'],
])('%j ends with 2 and no file', (args, message) => {
  const { code, stdout, stderr } = images(...args);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
  expect(readdirSync(folder)).toEqual(['web.tar', 'web2.tar']);
});

test('an image that is locked, one without a tag, and a reference to check are errors with the fix', () => {
  const entry = { repository: 'ghcr.io/acme/web', digest: sha256(INDEX) };
  writeFileSync(join(folder, 'images.lock.json'), JSON.stringify({ images: { web: entry } }));
  expect(images('lock', 'web').stderr).toContain('use "images update web" to change it');
  expect(images('update', 'web').stderr).toContain('has no tag that could have a new digest');
  expect(images('check', `web=${WEB}`).stderr).toContain('must be only a name');
  expect(images('update')).toMatchObject({ code: 0, stdout: '"images.lock.json": no image has a tag\n' });
});
