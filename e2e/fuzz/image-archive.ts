import { gzipSync } from 'node:zlib';
import { ArchiveError } from '../../src/app-package/archive/archive-error';
import { archivedImages } from '../../src/app-package/install/archived-images';
import { inspectImage } from '../../src/app-package/payload/image-inspection';
import { ExpansionBudget } from '../../src/app-package/limits';
import { InputError } from '../../src/diagnostics/input-error';
import { anyJson, listJson, objectJson } from './json';
import { mutate } from './mutate';
import type { Random } from './random';
import type { FuzzReader } from './reader';
import { fuzzArchive, tarBytes, type FuzzEntry } from './tar-archive';

const LIMITS = { maxSize: 10_000_000, maxEntries: 10_000 };
const CONFIGS = ['config.json', 'blobs/sha256/aa', './config.json', 'constructor', '../config.json'];

function entry(name: string, body: string | Buffer): FuzzEntry {
  return { name, kind: '0', mode: 0o644, link: '', body, extension: 'none' };
}

/** Returns an archive of docker save, an OCI layout, or both in one. */
function archive(random: Random): Buffer {
  const wrong = random.pick([0, 0.02, 0.1]);
  const text = (values: string[]) => (): string => JSON.stringify(random.pick(values));
  const list = (values: string[]) => (): string => listJson(random, 4, text(values));
  const config = (): string =>
    objectJson(
      random,
      {
        config: () =>
          objectJson(
            random,
            {
              User: text(['', '0', 'root:root', '10001', '\u202e']),
              Env: list(['PATH=/bin', 'DB_PASSWORD=x', '=', `A_SECRET${'_'.repeat(200)}=x`]),
              ExposedPorts: () => objectJson(random, { '22/tcp': () => '{}', '80/tcp': () => 'null' }, wrong),
            },
            wrong,
          ),
        history: () =>
          listJson(random, 3, () =>
            objectJson(
              random,
              { created_by: text(['RUN TOKEN=x y', '://a:b@', '-----BEGIN PRIVATE KEY-----']) },
              wrong,
            ),
          ),
      },
      wrong,
    );
  const listed = (): string => {
    const config = random.chance(wrong) ? anyJson(random) : text(random.chance(wrong) ? CONFIGS : ['config.json'])();
    const others = objectJson(
      random,
      {
        RepoTags: list(['web:1', 'pause:3', '', '\n']),
        Layers: list(['layer.tar', 'link.tar', '']),
      },
      wrong,
    );
    return `{"Config":${config}${others === '{}' ? '' : ','}${others.slice(1)}`;
  };
  const changed = (json: string): string => (random.chance(wrong) ? mutate(json, random) : json);
  const layer = tarBytes(fuzzArchive(random, wrong));
  const files = random.list(8, () =>
    random.pick([
      entry('layer.tar', random.chance(0.5) ? layer : gzipSync(layer, { level: 1 })),
      entry('config.json', changed(config())),
      entry(random.pick(CONFIGS), changed(config())),
      entry('index.json', random.chance(0.5) ? INDEX : anyJson(random)),
      entry('oci-layout', '{"imageLayoutVersion":"1.0.0"}'),
      entry('repositories', anyJson(random)),
      entry('blobs/sha256/aa', random.chance(0.5) ? OCI_MANIFEST : anyJson(random)),
      entry('blobs/sha256/cc', random.chance(0.5) ? layer : ZSTD),
      { ...entry('link.tar', ''), kind: '2', link: random.pick(['layer.tar', '../link.tar', '', './link.tar']) },
    ]),
  );
  const manifest = random.chance(wrong) ? anyJson(random) : listJson(random, 3, listed);
  const lists = random.chance(0.2) ? [] : [entry('manifest.json', changed(manifest))];
  const entries = [...files, entry('config.json', config()), ...lists];
  const tar = tarBytes({ entries, end: random.chance(wrong / 2) ? 'none' : 'whole' });
  return random.chance(0.3) ? gzipSync(tar, { level: 1 }) : tar;
}

const INDEX = JSON.stringify({
  manifests: [
    { digest: 'sha256:aa', annotations: { 'org.opencontainers.image.ref.name': 'web:1' } },
    { digest: 'sha256:bb' },
  ],
});
const OCI_MANIFEST = JSON.stringify({
  config: { digest: 'sha256:bb' },
  layers: [{ digest: 'sha256:cc' }],
  manifests: [{ digest: 'sha256:aa' }],
});
const ZSTD = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00]);

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}

/** Reader of image archives, with their lists and configurations. */
export const imageArchive: FuzzReader<Buffer> = {
  name: 'image-archive',
  generate: archive,
  run: async (bytes) => {
    const budget = (): ExpansionBudget => ExpansionBudget.ofNested(LIMITS, bytes.length);
    const outcomes = await Promise.allSettled([
      inspectImage('image.tar', once(bytes), budget()),
      archivedImages(once(bytes), budget()),
    ]);
    const errors = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason as Error] : []));
    for (const error of errors) if (!(error instanceof ArchiveError)) throw error;
    if (errors[0] !== undefined) throw new InputError('image', [errors[0].message]);
  },
};
