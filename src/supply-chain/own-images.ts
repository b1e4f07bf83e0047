import lock from '../../images/images.lock.json';
import type { Image } from './image';
import { ImageLock } from './image-lock';

/** Name of an image that this project builds from `images/`. */
export type OwnImage = keyof typeof lock.images;

/** Image that this project builds, pinned to the digest of its release. */
export function ownImage(name: OwnImage): Image {
  return ImageLock.fromJson(JSON.stringify(lock), 'images/images.lock.json').image(name);
}
