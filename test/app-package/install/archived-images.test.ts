import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { ArchiveError } from '../../../src/app-package/archive/archive-error';
import { TarKind } from '../../../src/app-package/archive/tar-header';
import type { TarInput } from '../../../src/app-package/archive/tar-writer';
import { archivedImages, type ArchivedImage } from '../../../src/app-package/install/archived-images';
import { DEFAULT_LIMITS, ExpansionBudget, MAX_IMAGE_JSON_SIZE } from '../../../src/app-package/limits';
import { chunks, failure, tar, tarEntry } from '../workbench';

const CONFIG = '{"config":{}}';
const OTHER = '{"config":{"User":"1"}}';
const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const json = (name: string, value: unknown): TarInput => tarEntry(name, {}, JSON.stringify(value));
const manifest = (...RepoTags: string[]): TarInput =>
  json('manifest.json', [{ Config: 'config.json', RepoTags, Layers: [] }]);
const config = tarEntry('config.json', {}, CONFIG);

const LAYOUT = json('oci-layout', { imageLayoutVersion: '1.0.0' });

async function imagesOf(...entries: TarInput[]): Promise<ArchivedImage[] | undefined> {
  const budget = ExpansionBudget.ofArchive(DEFAULT_LIMITS);
  return archivedImages(chunks(await tar(...entries)), budget);
}

/** Returns the names and ids of the images in an archive. */
async function images(...entries: TarInput[]): Promise<ArchivedImage[] | undefined> {
  return (await imagesOf(...entries))?.map(({ tag, id }) => ({ tag, id }));
}

/** Entries of an OCI layout with one image under a name. */
function layout(annotations: object, config = CONFIG, layers: object[] = []): TarInput[] {
  const text = JSON.stringify({ config: { digest: `sha256:${sha256(config)}` }, layers });
  const digest = sha256(text);
  return [
    tarEntry(`blobs/sha256/${digest}`, {}, text),
    tarEntry(`blobs/sha256/${sha256(config)}`, {}, config),
    json('index.json', { manifests: [{ digest: `sha256:${digest}`, annotations }] }),
  ];
}

test('an image has its names, and the digest of its configuration as its id, at any path', async () => {
  const expected = ['web:1', 'localhost/web:2'].map((tag) => ({ tag, id: sha256(CONFIG) }));
  expect(await images(config, manifest('web:1', 'localhost/web:2'))).toEqual(expected);
  expect(await images(manifest('web:1', 'localhost/web:2'), config)).toEqual(expected);
});

test('a compressed archive is read in the same way', async () => {
  const bytes = gzipSync(await tar(config, manifest('web:1')));
  expect(await archivedImages(chunks(bytes), ExpansionBudget.ofArchive(DEFAULT_LIMITS))).toHaveLength(1);
});

describe('an archive that lacks a part of an image is rejected:', () => {
  const listed = (Layers: string[]): TarInput =>
    json('manifest.json', [{ Config: 'config.json', RepoTags: [], Layers }]);

  test('a configuration or a layer of docker save', async () => {
    expect(await failure(images(manifest('web:1')))).toBe('lacks "config.json", which manifest.json refers to');
    expect(await failure(images(config, listed(['a/layer.tar'])))).toBe(
      'lacks "a/layer.tar", which manifest.json refers to',
    );
    const link = tarEntry('a/layer.tar', { kind: TarKind.SYMBOLIC_LINK, link: '../b/layer.tar' });
    expect(await images(config, listed(['a/layer.tar']), link)).toEqual([]);
  });

  test('a layer of an OCI layout, unless it is downloaded from elsewhere', async () => {
    const name = { 'org.opencontainers.image.ref.name': 'web:1' };
    const layers = [{ digest: 'sha256:aa' }];
    const complete = [LAYOUT, ...layout(name, CONFIG, layers)];
    expect(await failure(images(...complete))).toBe('lacks "blobs/sha256/aa", which index.json refers to');
    expect(await images(...complete, tarEntry('blobs/sha256/aa'))).toEqual([{ tag: 'web:1', id: sha256(CONFIG) }]);
    const foreign = layout(name, CONFIG, [{ digest: 'sha256:aa', urls: ['https://example.com/layer'] }]);
    expect(await images(LAYOUT, ...foreign)).toEqual([{ tag: 'web:1', id: sha256(CONFIG) }]);
  });

  test('only one platform of an index must be complete', async () => {
    const text = (config: string, layer: string): string =>
      JSON.stringify({ config: { digest: `sha256:${sha256(config)}` }, layers: [{ digest: `sha256:${layer}` }] });
    const [one, two] = [text(CONFIG, 'aa'), text(OTHER, 'bb')];
    const index = JSON.stringify({ manifests: [one, two].map((each) => ({ digest: `sha256:${sha256(each)}` })) });
    const blobs = [one, two, index, CONFIG, OTHER].map((each) => tarEntry(`blobs/sha256/${sha256(each)}`, {}, each));
    const annotations = { 'io.containerd.image.name': 'web:1' };
    const top = json('index.json', { manifests: [{ digest: `sha256:${sha256(index)}`, annotations }] });
    expect(await failure(images(LAYOUT, ...blobs, top))).toBe('lacks "blobs/sha256/aa", which index.json refers to');
    expect(await images(LAYOUT, ...blobs, top, tarEntry('blobs/sha256/bb'))).toEqual([{ tag: 'web:1', id: undefined }]);
  });
});

test('an OCI layout without manifest.json is an archive of images, also with ./ before its names', async () => {
  const name = { 'org.opencontainers.image.ref.name': 'web:1' };
  const expected = [{ tag: 'web:1', id: sha256(CONFIG) }];
  expect(await images(LAYOUT, ...layout(name))).toEqual(expected);
  const dotted = [LAYOUT, ...layout(name)].map(({ header, body }) => ({
    header: { ...header, name: `./${header.name}` },
    body,
  }));
  expect(await images(...dotted)).toEqual(expected);
  expect(await images(...layout(name))).toBeUndefined();
});

test('an index that refers to itself is limited', async () => {
  const index = { manifests: Array.from({ length: 200 }, () => ({ digest: 'sha256:aa' })) };
  const entries = [LAYOUT, json('index.json', index), json('blobs/sha256/aa', index)];
  expect(await failure(images(...entries))).toMatch(/^exceeds a limit: index.json lists \d+ images, of at most 1024$/);
});

describe('names in lists that other runtimes read also count:', () => {
  test('index.json of an OCI layout', async () => {
    const name = {
      'io.containerd.image.name': 'registry.k8s.io/pause:3.9',
      'org.opencontainers.image.ref.name': '3.9',
    };
    expect(await images(config, manifest('web:1'), ...layout(name, OTHER))).toEqual([
      { tag: 'web:1', id: sha256(CONFIG) },
      { tag: 'registry.k8s.io/pause:3.9', id: sha256(OTHER) },
    ]);
    const reference = { 'org.opencontainers.image.ref.name': 'registry.k8s.io/pause:3.9' };
    expect(await images(config, manifest(), ...layout(reference))).toEqual([
      { tag: 'registry.k8s.io/pause:3.9', id: sha256(CONFIG) },
    ]);
    expect(await images(config, manifest(), ...layout({}))).toEqual([]);
  });

  test('repositories of the older form', async () => {
    const repositories = json('repositories', { web: { '1': 'x' }, pause: { '3.9': 'x' } });
    expect(await images(config, manifest('web:1'), repositories)).toEqual([
      { tag: 'web:1', id: sha256(CONFIG) },
      { tag: 'pause:3.9', id: undefined },
    ]);
  });

  test('and a name with two images in two lists has no id', async () => {
    const name = { 'io.containerd.image.name': 'web:1' };
    expect(await images(config, manifest('web:1'), ...layout(name, OTHER))).toEqual([{ tag: 'web:1', id: undefined }]);
    expect(await images(config, manifest('web:1'), ...layout(name))).toEqual([{ tag: 'web:1', id: sha256(CONFIG) }]);
  });
});

test('of two entries with the same path, the last one is the configuration', async () => {
  const other = tarEntry('./config.json', {}, OTHER);
  expect(await images(config, other, manifest('web:1'))).toEqual([{ tag: 'web:1', id: sha256(OTHER) }]);
  const large = tarEntry('config.json', {}, 'x'.repeat(MAX_IMAGE_JSON_SIZE + 1));
  expect(await images(config, large, manifest('web:1'))).toEqual([{ tag: 'web:1', id: undefined }]);
});

test('a file without a manifest is not an archive of images', async () => {
  expect(await images(config)).toBeUndefined();
  expect(await archivedImages(chunks('text'), ExpansionBudget.ofArchive(DEFAULT_LIMITS))).toBeUndefined();
});

test.each<[string, TarInput[], string]>([
  ['two manifests', [manifest('web:1'), json('./manifest.json', [])], 'has manifest.json twice'],
  [
    'a manifest that is a link',
    [tarEntry('manifest.json', { kind: TarKind.SYMBOLIC_LINK, link: 'x' })],
    'has manifest.json that is not a file',
  ],
  ['a path that leaves it', [manifest('web:1'), tarEntry('x/../manifest.json')], 'which leaves the folder'],
  ['a manifest that is too large', [tarEntry('manifest.json', {}, ' '.repeat(MAX_IMAGE_JSON_SIZE + 1))], 'a limit'],
  ['a manifest that is not JSON', [tarEntry('manifest.json', {}, '[')], 'has manifest.json that is not JSON'],
  ['a manifest of another shape', [json('manifest.json', [null])], 'manifest.json, item 0: must be an object'],
  ['an option as a name', [manifest('--privileged')], '"--privileged" in manifest.json, which is not the name of'],
  ['a name with a line break', [manifest('web:1\n::error')], 'in manifest.json, which is not the name of'],
  ['a number as a name', [manifest(), ...layout({ 'io.containerd.image.name': 1 })], '1 in index.json, which is not'],
  ['a list as an index', [manifest(), json('index.json', [])], 'has index.json that is not a JSON object'],
  ['a list as repositories', [manifest(), json('repositories', [])], 'has repositories that is not a JSON object'],
])('rejects %s', async (_, entries, words) => {
  const refused = images(config, ...entries);
  expect(await failure(refused)).toContain(words);
  await expect(refused).rejects.toBeInstanceOf(ArchiveError);
});

test('an image has the user of its configuration, if that is known', async () => {
  const users = async (...entries: TarInput[]): Promise<unknown> =>
    (await imagesOf(...entries, manifest('web:1')))?.map(({ user }) => user);
  expect(await users(tarEntry('config.json', {}, OTHER))).toEqual(['1']);
  expect(await users(config)).toEqual(['']);
  for (const text of ['[', '[]', '{"config":{"User":1}}'])
    expect(await users(tarEntry('config.json', {}, text))).toEqual([undefined]);
});
