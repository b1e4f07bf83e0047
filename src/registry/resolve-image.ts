import { createHash } from 'node:crypto';
import { InputError, quote } from '../diagnostics/input-error';
import { isDigest } from '../kubernetes/image-reference';
import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../kubernetes/manifest';
import { JsonError, readJsonObject } from '../kubernetes/read-json';
import type { ResolvedImage } from '../supply-chain/image-lock-file';
import { referenceOf, type ImageSource, type WantedImage } from './image-source';

/** Architecture of attestations, which are listed beside the images of an index. */
const NO_PLATFORM = 'unknown';

/**
 * Returns the digest of an image and those of its platforms. The digest is computed from the bytes, and the source confirms it.
 * @throws InputError if the source does not have the image, or its answer is not a manifest
 */
export async function resolveImage(source: ImageSource, image: WantedImage): Promise<ResolvedImage> {
  const subject = `image ${quote(referenceOf(image))} from ${source.name}`;
  const bytes = await source.manifest(image);
  const digest = digestOf(bytes);
  if (image.digest !== undefined) requireDigest(subject, image.digest, bytes);
  // a program that changes one byte of the manifest would give a digest that no registry has
  else requireDigest(subject, digest, await source.manifest({ repository: image.repository, digest }));
  const manifest = jsonOf(subject, bytes);
  const manifests = listAt(manifest, 'manifests').filter(isObject);
  if (manifests.length > 0) return { digest: image.digest ?? digest, platforms: platformsOf(manifests) };
  const config = stringAt(objectAt(manifest, 'config'), 'digest');
  if (config === undefined || !isDigest(config))
    throw new InputError(subject, [
      'must be an image manifest or an index of the OCI or of Docker: it has neither manifests nor a config (schema 1 is not supported)',
    ]);
  const content = await source.config(image.repository, config, digest);
  return { digest: image.digest ?? digest, platforms: { [platformOf(jsonOf(subject, content))]: digest } };
}

/** Returns the SHA-256 digest of bytes. */
export function digestOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function requireDigest(subject: string, digest: string, bytes: Buffer): void {
  const [algorithm = 'sha256', hex] = digest.split(':');
  const found = createHash(algorithm).update(bytes).digest('hex');
  if (found !== hex) throw new InputError(subject, [`must have the digest ${digest}, got ${algorithm}:${found}`]);
}

function platformsOf(manifests: ReadonlyArray<JsonObject>): Record<string, string> {
  const platforms = new Map<string, string>();
  for (const each of manifests) {
    const platform = objectAt(each, 'platform');
    const digest = stringAt(each, 'digest');
    const name = platformOf(platform);
    if (digest === undefined || stringAt(platform, 'architecture') === NO_PLATFORM || platforms.has(name)) continue;
    platforms.set(name, digest);
  }
  return Object.fromEntries([...platforms].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Returns the name of a platform, such as `linux/arm64` or `linux/arm/v7`. v8 is the only variant of arm64. */
function platformOf(platform: JsonObject): string {
  const [os, architecture] = [stringAt(platform, 'os') ?? 'linux', stringAt(platform, 'architecture') ?? NO_PLATFORM];
  const variant = stringAt(platform, 'variant');
  const shown = variant === undefined || (architecture === 'arm64' && variant === 'v8') ? [] : [variant];
  return [os, architecture, ...shown].join('/');
}

function jsonOf(subject: string, bytes: Buffer): JsonObject {
  try {
    return readJsonObject(bytes.toString('utf8'));
  } catch (error) {
    if (error instanceof JsonError) throw new InputError(subject, [`its manifest ${error.message}`]);
    throw error;
  }
}
