import { createHash } from 'node:crypto';
import { command, tryCommand } from '../lib/command';
import type { OwnImage } from './own-image';

/** Registry that images are published to. */
export interface Destination {
  /** Host with a path, such as `ghcr.io/cdk8s-secure-edge`. */
  readonly registry: string;
  /** True for a registry without TLS. */
  readonly plainHttp: boolean;
}

/** Image that cannot be published. The message explains why. */
export class NotPublishable extends Error {}

/**
 * Copies an image from its archive to a registry, with all its platforms, and reads it back.
 * @returns the reference with the digest
 * @throws {@link NotPublishable} if the archive or the registry has another digest than the lock file. A tag is never moved
 */
export function publishImage(image: OwnImage, archive: string, destination: Destination): string {
  const { name, tag, digest } = image;
  const built = digestOf(`oci-archive:${archive}:${image.repository}:${tag}`, destination);
  if (built !== digest)
    throw new NotPublishable(`${archive} has the digest ${String(built)}, but images.lock.json has ${digest}`);
  const repository = `${destination.registry}/${name}`;
  const target = `docker://${repository}:${tag}`;
  const present = digestOf(target, destination);
  if (present === undefined) copy(`oci-archive:${archive}:${image.repository}:${tag}`, target, destination);
  else if (present !== digest)
    throw new NotPublishable(
      `${repository}:${tag} is already published with the digest ${present}, but images.lock.json has ${digest}: a tag is never moved, raise the version`,
    );
  const published = digestOf(`docker://${repository}@${digest}`, destination);
  const tagged = digestOf(target, destination);
  if (published !== digest || tagged !== digest)
    throw new NotPublishable(
      `${repository}:${tag} reads back as ${String(tagged)}, but images.lock.json has ${digest}`,
    );
  return `${repository}:${tag}@${digest}`;
}

/** The tool copies bytes as they are, so that the digest stays the same, and every platform of the index. */
function copy(source: string, target: string, { plainHttp }: Destination): void {
  command('skopeo', [
    'copy',
    '--quiet',
    '--all',
    '--preserve-digests',
    `--dest-tls-verify=${String(!plainHttp)}`,
    source,
    target,
  ]);
}

/**
 * Returns the digest of the index or manifest that a reference names. Undefined if the registry does not have it.
 * @throws Error if the archive or the registry cannot be read
 */
function digestOf(reference: string, { plainHttp }: Destination): string | undefined {
  const { ok, stdout, stderr } = tryCommand('skopeo', [
    'inspect',
    '--raw',
    `--tls-verify=${String(!plainHttp)}`,
    reference,
  ]);
  if (ok) return `sha256:${createHash('sha256').update(stdout).digest('hex')}`;
  if (/manifest unknown|name unknown|not found/i.test(stderr) && reference.startsWith('docker://')) return undefined;
  throw new Error(stderr.trim());
}
