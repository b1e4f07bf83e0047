import { ImageLock } from '../../src/supply-chain/image-lock';
import { INHERITED, objectJson } from './json';
import { mutate } from './mutate';
import type { Random } from './random';
import type { FuzzReader } from './reader';
import { refusable } from './refusable';

const NAMES = ['web', 'logger', ...INHERITED];
const DIGEST = `sha256:${'0a'.repeat(32)}`;

function lock(random: Random): string {
  const image = (): string =>
    objectJson(random, {
      repository: () => JSON.stringify(random.pick(['ghcr.io/acme/web', 'web', '', 'a/../b', 'REGISTRY/é', 'r:1/x'])),
      tag: () => JSON.stringify(random.pick(['1.4', 'latest', '', 'a@b'])),
      digest: () => JSON.stringify(random.pick([DIGEST, DIGEST.toUpperCase(), 'sha256:', `${DIGEST}\n`])),
    });
  const images = Object.fromEntries(random.list(4, () => [random.pick(NAMES), image] as const));
  return objectJson(random, { images: () => objectJson(random, images) });
}

/** Reader of image locks, and of each image in them. */
export const imageLock: FuzzReader<string> = {
  name: 'image-lock',
  generate: (random) => (random.chance(0.3) ? mutate(lock(random), random) : lock(random)),
  run: (text) => {
    const read = ImageLock.fromJson(text);
    for (const name of NAMES) refusable(() => read.image(name));
  },
};
