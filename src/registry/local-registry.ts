import { imageReference } from '../kubernetes/image-reference';

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;

/** True for this machine. A registry on it may speak HTTP without encryption, as Docker permits it. */
export function isLocalHost(host: string): boolean {
  return LOCAL.test(host);
}

/** True if the registry of an image is on this machine. */
export function isInLocalRegistry(reference: string): boolean {
  return isLocalHost(imageReference(reference).registry ?? '');
}
