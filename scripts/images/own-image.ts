import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../lib/repository';

/** Part of an image, as `images.lock.json` records it. */
export interface ImagePart {
  readonly name: string;
  readonly version: string;
  readonly sha256: string;
  /** Operating system and architecture, such as `linux/arm64`. */
  readonly platform: string;
}

/** Image of this repository, as `images.lock.json` records it. */
export interface OwnImage {
  readonly name: string;
  readonly repository: string;
  readonly tag: string;
  /** Digest of the index. */
  readonly digest: string;
  /** Digests of the manifests, by platform. */
  readonly platforms: Readonly<Record<string, string>>;
  readonly parts: readonly ImagePart[];
}

/** Images of the lock file, by name in its order. */
export function ownImages(): OwnImage[] {
  const { images } = JSON.parse(readFileSync(join(ROOT, 'images/images.lock.json'), 'utf8')) as {
    readonly images: Readonly<Record<string, Omit<OwnImage, 'name'>>>;
  };
  return Object.entries(images).map(([name, image]) => ({ ...image, name }));
}
