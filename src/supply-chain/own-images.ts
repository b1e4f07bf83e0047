import lock from '../../images/images.lock.json';
import type { Image } from './image';
import { ImageLock } from './image-lock';

/** Name of an image that this project builds (`images/`). */
export type OwnImage = keyof typeof lock.images;

/** An image that this project builds, by the digest that its release was built to. */
export function ownImage(name: OwnImage): Image {
  return ImageLock.fromJson(JSON.stringify(lock), 'images/images.lock.json').image(name);
}
