import { gzipSync } from 'node:zlib';
import { inspectImage } from '../../src/app-package/image-inspection';
import { DEFAULT_LIMITS } from '../../src/app-package/limits';
import { chunks, tar, tarEntry } from './workbench';

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

const inspect = (bytes: Buffer) => inspectImage('web.tar.gz', chunks(bytes), DEFAULT_LIMITS);

test('an image that gives an attacker nothing has no finding', async () => {
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
])('an image with %s is found out, and no secret shown', async (_, config, finding) => {
  const [found] = await inspect(await image(config, 'app/web'));
  expect(found.findings).toEqual([finding]);
});

test('a shell is found in any layer', async () => {
  const [found] = await inspect(await image({ config: { User: '1' } }, 'usr/bin/bash', './bin/sh', 'usr/bin/bashful'));
  expect(found.findings).toEqual(['has a shell, /bin/sh, /usr/bin/bash']);
});

test('what is no image is said, to its end', async () => {
  for (const bytes of [
    Buffer.from('text'),
    gzipSync('text'),
    gzipSync(gzipSync('x'.repeat(600))),
    await tar(tarEntry('a')),
  ])
    expect((await inspect(bytes))[0].findings).toEqual(['is no archive of an image, but would be loaded as one']);
});
