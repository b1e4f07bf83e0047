import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../../scripts/lib/command';
import { ROOT } from '../../scripts/lib/repository';

/** Settings of an image, which apply if the manifest does not set them. */
export interface BuiltImage {
  /** Name of the image's folder in `images/build`. */
  readonly name: string;
  readonly user: number;
  readonly group: number;
  readonly entrypoint: readonly string[];
  readonly folder: string;
  readonly environment: readonly string[];
}

interface Index {
  readonly manifests: readonly { readonly digest: string; readonly platform: { readonly architecture: string } }[];
}

interface Manifest {
  readonly config: { readonly digest: string };
}

interface Configuration {
  readonly config: {
    readonly User?: string;
    readonly Entrypoint: readonly string[];
    readonly WorkingDir?: string;
    readonly Env?: readonly string[];
  };
  readonly rootfs: { readonly diff_ids: readonly string[] };
}

/**
 * Returns the image with the digest in a manifest, from `images/build`.
 * @throws Error if the image is missing, or its tree belongs to another image
 */
export function builtImage(reference: string): BuiltImage {
  const [, name, digest] = /([a-z-]+):[^@/]+@(sha256:[0-9a-f]{64})$/.exec(reference) ?? [];
  if (name === undefined || digest === undefined) throw new Error(`the image ${reference} does not have a digest`);
  const archive = join(ROOT, 'images/build', `${name}.tar`);
  if (!existsSync(archive)) throw new Error(`${archive} is missing: build it with npm run images`);

  const blob = <T>(of: string): T => JSON.parse(read(archive, of)) as T;
  const { manifests } = blob<Index>(digest);
  const manifest = manifests.find(({ platform }) => platform.architecture === 'amd64')!;
  const { config, rootfs } = blob<Configuration>(blob<Manifest>(manifest.digest).config.digest);
  const tree = `sha256:${sha256(join(ROOT, 'images/build', name, 'rootfs-amd64.tar'))}`;
  if (!rootfs.diff_ids.includes(tree))
    throw new Error(`images/build/${name} is not built from ${reference}: build it with npm run images`);
  // an image without a user runs as root
  const [user = 0, group = user] = (config.User ?? '0:0').split(':').map(Number);
  return {
    name,
    user,
    group,
    entrypoint: config.Entrypoint,
    folder: config.WorkingDir ?? '/',
    environment: config.Env ?? [],
  };
}

function read(archive: string, digest: string): string {
  const file = `blobs/${digest.replace(':', '/')}`;
  try {
    return command('tar', ['--extract', '--to-stdout', '--file', archive, file]);
  } catch {
    throw new Error(`${archive} does not contain ${digest}, which a manifest uses: build it with npm run images`);
  }
}

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
