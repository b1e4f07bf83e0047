import { createHash } from 'node:crypto';
import { InputError } from '../../src/diagnostics/input-error';
import { referenceOf, type ImageSource } from '../../src/registry/image-source';

export const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';

export function sha256(text: string | Buffer): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

function manifestFor(config: string): string {
  return JSON.stringify({ schemaVersion: 2, config: { digest: sha256(config) }, layers: [] });
}

/** Configurations, manifests and index of an image for two platforms, with an attestation beside them. */
export const CONFIGS = {
  amd64: JSON.stringify({ os: 'linux', architecture: 'amd64' }),
  arm64: JSON.stringify({ os: 'linux', architecture: 'arm64', variant: 'v8' }),
};
export const AMD64 = manifestFor(CONFIGS.amd64);
export const ARM64 = manifestFor(CONFIGS.arm64);
export const INDEX = JSON.stringify({
  schemaVersion: 2,
  mediaType: INDEX_TYPE,
  manifests: [
    { digest: sha256(ARM64), platform: { os: 'linux', architecture: 'arm64', variant: 'v8' } },
    { digest: sha256(AMD64), platform: { os: 'linux', architecture: 'amd64' } },
    { digest: `sha256:${'0'.repeat(64)}`, platform: { os: 'unknown', architecture: 'unknown' } },
  ],
});
export const BLOBS = [CONFIGS.amd64, CONFIGS.arm64, AMD64, ARM64, INDEX];

/** Source that has some tags, and every blob by its digest. */
export function fakeSource(tags: Readonly<Record<string, string>>): ImageSource {
  const byDigest = new Map(BLOBS.map((blob) => [sha256(blob), blob]));
  const found = async (what: string, text: string | undefined): Promise<Buffer> => {
    if (text === undefined) throw new InputError(what, ['is missing']);
    return Promise.resolve(Buffer.from(text));
  };
  return {
    name: 'a fake',
    manifest: async (image) =>
      found(referenceOf(image), image.digest === undefined ? tags[image.tag ?? ''] : byDigest.get(image.digest)),
    config: async (_repository, digest) => found(digest, byDigest.get(digest)),
  };
}
