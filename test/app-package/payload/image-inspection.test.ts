import * as zlib from 'node:zlib';
import { gzipSync } from 'node:zlib';
import { TarKind } from '../../../src/app-package/archive/tar-header';
import type { TarInput } from '../../../src/app-package/archive/tar-writer';
import { inspectImage } from '../../../src/app-package/payload/image-inspection';
import {
  DEFAULT_LIMITS,
  ExpansionBudget,
  MAX_IMAGES,
  MAX_IMAGE_FINDINGS,
  MAX_IMAGE_ITEMS,
  MAX_IMAGE_JSON_FILES,
  MAX_IMAGE_JSON_SIZE,
} from '../../../src/app-package/limits';
import { chunks, failure, tar, tarEntry } from '../workbench';

async function image(config: object, ...files: string[]): Promise<Buffer> {
  const layer = await tar(...files.map((name) => tarEntry(name, {}, 'x')));
  return tar(
    tarEntry('abc/layer.tar', {}, files.length > 1 ? gzipSync(layer) : layer),
    tarEntry('config.json', {}, JSON.stringify(config)),
    tarEntry(
      'manifest.json',
      {},
      JSON.stringify([{ Config: 'config.json', RepoTags: ['web:1'], Layers: ['abc/layer.tar'] }]),
    ),
  );
}

const inspect = (bytes: Buffer, budget = ExpansionBudget.ofArchive(DEFAULT_LIMITS)) =>
  inspectImage('web.tar.gz', chunks(bytes), budget);

test('a hardened image has no findings', async () => {
  const bytes = await image(
    { config: { User: '10001', Env: ['PATH=/bin', 'TOKEN_FILE=/run/token', 'PASSWORD='] } },
    'app/web',
  );
  for (const archive of [bytes, gzipSync(bytes)])
    expect(await inspect(archive)).toEqual([{ file: 'web.tar.gz', tags: ['web:1'], user: '10001', findings: [] }]);
});

test.each([
  ['no user', {}, 'runs as root'],
  ['root', { config: { User: 'root:root' } }, 'runs as root'],
  ['uid 0', { config: { User: '0' } }, 'runs as root'],
  [
    'a password in its environment',
    { config: { User: '1', Env: ['DB_PASSWORD=hunter2'] } },
    'has a secret in the environment variable DB_PASSWORD',
  ],
  [
    'a password in an address in its environment',
    { config: { User: '1', Env: ['DATABASE=postgres://app:hunter2@db/app', 'TOKEN_TTL=24h', 'TLS_SECRET=web-tls'] } },
    'has a secret in the environment variable DATABASE',
  ],
  [
    'a token in a label',
    { config: { User: '1', Labels: { 'example.com/source': 'https://bob:hunter2@git.example/a', version: '1' } } },
    'has a secret in the label example.com/source',
  ],
  [
    'a variable in its history',
    { config: { User: '1' }, history: [{ created_by: '/bin/sh -c #(nop)  ENV DB_PASSWORD=hunter2' }] },
    'has a secret in its history, DB_PASSWORD',
  ],
  [
    'a token in its history',
    { config: { User: '1' }, history: [{ created_by: 'RUN API_TOKEN=abc make' }] },
    'has a secret in its history, API_TOKEN',
  ],
  [
    'a key in its history',
    { config: { User: '1' }, history: [{ created_by: 'RUN git clone https://bob:pw@host/x' }] },
    'has a secret in its history',
  ],
  ['an ssh port', { config: { User: '1', ExposedPorts: { '22/tcp': {} } } }, 'has an ssh port, 22'],
])('an image with %s has a finding, without the value of a secret', async (_, config, finding) => {
  const [found] = await inspect(await image(config, 'app/web'));
  expect(found?.findings).toEqual([finding]);
});

test('a shell is found in any layer', async () => {
  const [found] = await inspect(await image({ config: { User: '1' } }, 'usr/bin/bash', './bin/sh', 'usr/bin/bashful'));
  expect(found?.findings).toEqual(['has a shell, /bin/sh, /usr/bin/bash']);
});

/** Entries of layers, and an archive of docker save with an image for each list of layers. */
async function layered(layers: Record<string, TarInput[]>, ...images: string[][]): Promise<Buffer> {
  const archives = Object.entries(layers).map(async ([name, entries]) => tarEntry(name, {}, await tar(...entries)));
  const list = images.map((Layers) => ({ Config: 'config.json', Layers }));
  return tar(
    ...(await Promise.all(archives)),
    tarEntry('link.tar', { kind: TarKind.SYMBOLIC_LINK, link: 'sub/../base.tar' }),
    tarEntry('config.json', {}, '{"config":{"User":"1"}}'),
    tarEntry('manifest.json', {}, JSON.stringify(list)),
  );
}

const findingsOf = async (bytes: Buffer) => (await inspect(bytes)).map(({ findings }) => findings);

test('each image has the shells of its own layers', async () => {
  const layers = { 'base.tar': [tarEntry('bin/sh')], 'app.tar': [tarEntry('app')], 'other.tar': [tarEntry('bin/ash')] };
  const bytes = await layered(layers, ['base.tar', 'app.tar'], ['app.tar'], ['link.tar', 'other.tar']);
  expect(await findingsOf(bytes)).toEqual([['has a shell, /bin/sh'], [], ['has a shell, /bin/ash, /bin/sh']]);
});

test.each<[string, TarInput[], string[]]>([
  ['removes it', [tarEntry('bin/.wh.sh')], []],
  ['removes its folder', [tarEntry('.wh.bin')], []],
  ['hides what is below its folder', [tarEntry('bin/.wh..wh..opq')], []],
  ['hides everything', [tarEntry('.wh..wh..opq')], []],
  ['has a file in the place of its folder', [tarEntry('bin', { kind: TarKind.SYMBOLIC_LINK, link: 'usr/bin' })], []],
  ['has a folder in its place', [tarEntry('bin/sh/', { kind: TarKind.FOLDER })], []],
  ['removes it and adds another', [tarEntry('bin/bash'), tarEntry('bin/.wh.sh')], ['has a shell, /bin/bash']],
  ['hides its folder and adds it', [tarEntry('bin/.wh..wh..opq'), tarEntry('bin/sh')], ['has a shell, /bin/sh']],
  ['removes another path', [tarEntry('bin/.wh.shred'), tarEntry('usr/.wh.bin')], ['has a shell, /bin/sh']],
])('of a shell in a lower layer, the upper one counts: %s', async (_, upper, findings) => {
  const layers = { 'base.tar': [tarEntry('bin/sh')], 'upper.tar': upper };
  expect(await findingsOf(await layered(layers, ['base.tar', 'upper.tar']))).toEqual([findings]);
  // a lower layer removes nothing of an upper one
  const turned = await findingsOf(await layered(layers, ['upper.tar', 'base.tar']));
  expect(turned[0]?.[0]).toContain('/bin/sh');
});

test('a layer that the list names and the archive lacks is an error', async () => {
  expect(await failure(inspect(await layered({ 'base.tar': [tarEntry('a')] }, ['none.tar'])))).toContain(
    'is damaged: manifest.json: refers to the layer "none.tar", which is missing',
  );
});

describe('an OCI layout is inspected', () => {
  const layout = (layer: Buffer, path = 'blobs/sha256/cc'): Promise<Buffer> =>
    tar(
      tarEntry('./oci-layout', {}, '{"imageLayoutVersion":"1.0.0"}'),
      tarEntry(path, {}, layer),
      tarEntry('blobs/sha256/bb', {}, '{"config":{"User":"0"}}'),
      tarEntry('blobs/sha256/aa', {}, '{"config":{"digest":"sha256:bb"},"layers":[{"digest":"sha256:cc"}]}'),
      tarEntry(
        'index.json',
        {},
        '{"manifests":[{"digest":"sha256:aa","annotations":{"org.opencontainers.image.ref.name":"web:1"}}]}',
      ),
    );

  test('like docker save', async () => {
    expect(await inspect(await layout(await tar(tarEntry('bin/sh'))))).toEqual([
      { file: 'web.tar.gz', tags: ['web:1'], user: '0', findings: ['runs as root', 'has a shell, /bin/sh'] },
    ]);
    expect(await failure(inspect(await layout(Buffer.alloc(0), 'blobs/sha256/dd')))).toContain(
      'index.json: refers to the layer "blobs/sha256/cc", which is missing',
    );
  });

  test('with a layer in zstd, which is read or reported', async () => {
    // tar of an empty file bin/sh, through zstd -19
    const zstd = Buffer.from(
      'KLUv/QBopQEA+GJpbi9zaAAwNjQ0ADA3MDQwACAwAAB1c3RhcgAwMAAHICA3HPMGf76newp4wKAAphPeAg==',
      'base64',
    );
    const [found] = await inspect(await layout(zstd));
    const finding =
      'createZstdDecompress' in zlib
        ? 'has a shell, /bin/sh'
        : 'has a layer that could not be read: is compressed with zstd, which needs Node.js 22.15; its shells are unknown';
    expect(found?.findings).toEqual(['runs as root', finding]);
  });
});

describe('layers are read as containerd reads them:', () => {
  const LAYERS: Record<string, (layer: Buffer) => Buffer> = {
    'without the blocks at the end': (layer) => layer.subarray(0, layer.length - 1024),
    'with one block at the end': (layer) => layer.subarray(0, layer.length - 512),
    'with other bytes after the end': (layer) => Buffer.concat([layer, Buffer.alloc(512, 'x')]),
    'compressed, with zeros after it': (layer) => Buffer.concat([gzipSync(layer), Buffer.alloc(700)]),
  };
  test.each(Object.keys(LAYERS))('%s', async (kind) => {
    const layer = LAYERS[kind]?.(await tar(tarEntry('bin/sh', {}, 'x'))) ?? Buffer.alloc(0);
    const bytes = await tar(
      tarEntry('layer.tar', {}, layer),
      tarEntry('config.json', {}, '{"config":{"User":"1"}}'),
      tarEntry('manifest.json', {}, '[{"Config":"config.json","Layers":["layer.tar"]}]'),
    );
    expect(await findingsOf(bytes)).toEqual([['has a shell, /bin/sh']]);
  });
});

test('a file that is not an image is a finding, and is read to its end', async () => {
  for (const bytes of [
    Buffer.from('text'),
    gzipSync('text'),
    gzipSync(gzipSync('x'.repeat(600))),
    await tar(tarEntry('a')),
  ])
    expect((await inspect(bytes))[0]?.findings).toEqual(['is not an archive of images, but would be loaded as one']);
});

/** An archive with the text of these two files. */
function files(manifest: string, config = '{"config":{"User":"1"}}'): Promise<Buffer> {
  return tar(tarEntry('config.json', {}, config), tarEntry('manifest.json', {}, manifest));
}

const LISTED = '[{"Config":"config.json"}]';

test.each([
  ['null', 'manifest.json: must be a list, got null'],
  ['{}', 'manifest.json: must be a list, got a value of type object'],
  ['"x"', 'manifest.json: must be a list, got a value of type string'],
  ['[null]', 'manifest.json, item 0: must be an object, got null'],
  ['[{"Config":"config.json"},1]', 'manifest.json, item 1: must be an object, got a value of type number'],
  ['[[]]', 'manifest.json, item 0: must be an object, got a list'],
  ['[{}]', 'manifest.json, item 0, Config: must be a string, got none'],
  ['[{"Config":1}]', 'manifest.json, item 0, Config: must be a string, got a value of type number'],
  ['[{"Config":"config.json","RepoTags":"web:1"}]', 'item 0, RepoTags: must be a list, got a value of type string'],
  ['[{"Config":"config.json","RepoTags":[null]}]', 'item 0, RepoTags, item 0: must be a string, got null'],
  ['[{"Config":"config.json","Layers":[{}]}]', 'item 0, Layers, item 0: must be a string, got a value of type object'],
  ['[{"Config":"other"}]', 'manifest.json: refers to the configuration "other", which is missing'],
  ['[{"Config":"constructor"}]', 'refers to the configuration "constructor", which is missing'],
  ['[{"Config":"__proto__"}]', 'refers to the configuration "__proto__", which is missing'],
  ['[', '"manifest.json": is not JSON'],
  ['nothing', '"manifest.json": is not JSON'],
  ['['.repeat(101), '"manifest.json": is nested deeper than 100 levels, the limit'],
])('a list of images that is %s is an error with its place', async (manifest, words) => {
  const message = await failure(inspect(await files(manifest)));
  expect(message).toMatch(/^contains the image "web\.tar\.gz", which is damaged: /);
  expect(message).toContain(words);
});

test.each([
  ['null', 'must be an object, got null'],
  ['[]', 'must be an object, got a list'],
  ['{"config":[]}', 'config: must be an object, got a list'],
  ['{"config":{"User":0}}', 'config, User: must be a string, got a value of type number'],
  ['{"config":{"Env":"PATH=/bin"}}', 'config, Env: must be a list, got a value of type string'],
  ['{"config":{"Env":[1]}}', 'config, Env, item 0: must be a string, got a value of type number'],
  ['{"config":{"ExposedPorts":["22/tcp"]}}', 'config, ExposedPorts: must be an object, got a list'],
  ['{"history":{}}', 'history: must be a list, got a value of type object'],
  ['{"history":[null]}', 'history, item 0: must be an object, got null'],
  ['{"history":[{"created_by":false}]}', 'history, item 0, created_by: must be a string, got a value of type boolean'],
])('a configuration that is %s is an error with its place', async (config, words) => {
  // a file whose first character is not that of a JSON object or list is ignored
  const shown = config === 'null' ? 'refers to the configuration "config.json", which is missing' : words;
  expect(await failure(inspect(await files(LISTED, config)))).toContain(shown);
});

test('a configuration with null for an empty value, as Go writes it, is read', async () => {
  const config = '{"config":{"User":"1","Env":null,"ExposedPorts":null},"history":null}';
  const manifest = '[{"Config":"config.json","RepoTags":null,"Layers":null}]';
  expect(await inspect(await files(manifest, config))).toEqual([
    { file: 'web.tar.gz', tags: [], user: '1', findings: [] },
  ]);
});

test('a JSON file that is not a configuration may contain anything', async () => {
  const bytes = await tar(
    tarEntry('index.json', {}, '[['),
    tarEntry('repositories', {}, '{"web":null}'),
    tarEntry('config.json', {}, '{"config":{"User":"1"}}'),
    tarEntry('manifest.json', {}, LISTED),
  );
  expect((await inspect(bytes))[0]?.findings).toEqual([]);
});

test('a layer whose first name starts like JSON is a layer', async () => {
  const layer = await tar(tarEntry('{', {}, 'x'), tarEntry('bin/sh', {}, 'x'));
  const bytes = await tar(
    tarEntry('layer.tar', {}, layer),
    tarEntry('config.json', {}, '{"config":{"User":"1"}}'),
    tarEntry('manifest.json', {}, LISTED),
  );
  expect((await inspect(bytes))[0]?.findings).toEqual(['has a shell, /bin/sh']);
});

describe('an archive of images is limited in', () => {
  const many = (length: number, item: string): string => `[${Array<string>(length).fill(item).join(',')}]`;

  test('its images', async () => {
    const list = (length: number): Promise<Buffer> => files(many(length, '{"Config":"config.json"}'));
    expect(await inspect(await list(MAX_IMAGES))).toHaveLength(MAX_IMAGES);
    expect(await failure(inspect(await list(MAX_IMAGES + 1)))).toContain(
      `exceeds a limit: manifest.json: has ${MAX_IMAGES + 1} images, of at most ${MAX_IMAGES}`,
    );
  });

  test('the items of a list', async () => {
    const env = (length: number): Promise<Buffer> =>
      files(LISTED, `{"config":{"User":"1","Env":${many(length, '"A=b"')}}}`);
    expect((await inspect(await env(MAX_IMAGE_ITEMS)))[0]?.findings).toEqual([]);
    expect(await failure(inspect(await env(MAX_IMAGE_ITEMS + 1)))).toContain(
      `exceeds a limit: "config.json", config, Env: has ${MAX_IMAGE_ITEMS + 1} items, of at most ${MAX_IMAGE_ITEMS}`,
    );
  });

  test('the bytes of a JSON file', async () => {
    const padded = (size: number): string => `{"config":{"User":"1"}}`.padEnd(size);
    expect((await inspect(await files(LISTED, padded(MAX_IMAGE_JSON_SIZE))))[0]?.findings).toEqual([]);
    expect(await failure(inspect(await files(LISTED, padded(MAX_IMAGE_JSON_SIZE + 1))))).toContain(
      `exceeds a limit: "config.json": has more than ${MAX_IMAGE_JSON_SIZE} bytes`,
    );
  });

  test('its JSON files', async () => {
    const others = Array.from({ length: MAX_IMAGE_JSON_FILES + 1 }, (_, i) => tarEntry(`${i}.json`, {}, '{}'));
    expect(await failure(inspect(await tar(...others)))).toContain(
      `exceeds a limit: has more than ${MAX_IMAGE_JSON_FILES} JSON files`,
    );
  });

  test('the findings about an image, and the others are counted', async () => {
    const env = Array.from({ length: MAX_IMAGE_FINDINGS + 3 }, (_, i) => `"TOKEN_${i}_SECRET=x"`);
    const { findings } = (await inspect(await files(LISTED, `{"config":{"User":"1","Env":[${env.join(',')}]}}`)))[0]!;
    expect(findings).toHaveLength(MAX_IMAGE_FINDINGS + 1);
    expect(findings.at(-1)).toBe('has 3 more findings');
  });

  test('the unpacked size of archives in archives', async () => {
    const layer = gzipSync(await tar(tarEntry('zeros', {}, Buffer.alloc(4_000_000))));
    const bytes = gzipSync(
      await tar(
        ...Array.from({ length: 40 }, (_, i) => tarEntry(`${i}.tar`, {}, layer)),
        tarEntry('config.json', {}, '{"config":{"User":"1"}}'),
        tarEntry('manifest.json', {}, LISTED),
      ),
    );
    expect((await inspect(bytes))[0]?.findings).toEqual([]);
    expect(await failure(inspect(bytes, ExpansionBudget.ofNested(DEFAULT_LIMITS, 1000)))).toContain(
      'contains compressed files that unpack to more than 69156864 bytes: the limit for its size',
    );
  }, 60_000);
});
