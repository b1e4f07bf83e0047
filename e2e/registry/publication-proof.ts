import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownImages, type OwnImage } from '../../scripts/images/own-image';
import { NotPublishable, publishImage, type Destination } from '../../scripts/images/publish-image';
import { command, tryCommand } from '../../scripts/lib/command';
import { ROOT } from '../../scripts/lib/repository';
import type { Report } from '../cluster/report';
import type { LocalRegistry } from './local-registry';

/** Image that the proof builds and publishes. */
const NAME = 'hello-user';
const OTHER = 'hello-root';

/** Publishes an image, pulls it, and tries to publish what the lock file does not name. */
export class PublicationProof {
  private readonly destination: Destination;

  constructor(
    registry: LocalRegistry,
    private readonly report: Report,
    private readonly folder: string,
  ) {
    this.destination = { registry: `${registry.address}/edge`, plainHttp: true };
  }

  public run(): void {
    command('npm', ['run', '--silent', 'images', '--', NAME, OTHER], { cwd: ROOT });
    const image = lockedImage(NAME);
    this.rejectsOtherBytes(image);
    this.publishes(image);
    this.publishes(image, ', again');
    this.pulls(image);
    this.isLocked(image);
    this.keepsTags(image);
  }

  private publishes(image: OwnImage, again = ''): void {
    const { registry } = this.destination;
    this.report.expect(
      `publish ${NAME}${again}`,
      `${registry}/${NAME}:${image.tag}@${image.digest}`,
      this.publish(image, archiveOf(NAME)),
    );
  }

  /** An archive whose digest is not the locked one is rejected before the registry gets any of it. */
  private rejectsOtherBytes(image: OwnImage): void {
    const { repository, tag, digest } = image;
    const archive = join(this.folder, 'other.tar');
    copyWithReference(archiveOf(OTHER), archive, `${repository}:${tag}`, join(this.folder, 'other'));
    this.report.expect(
      'publish another image under its name',
      `${archive} has the digest ${lockedImage(OTHER).digest}, but images.lock.json has ${digest}`,
      this.publish(image, archive),
    );
    const { ok } = tryCommand('skopeo', ['list-tags', '--tls-verify=false', this.target()]);
    this.report.expect('tags in the registry then', 'none', ok ? 'some' : 'none');
  }

  /** Pulls the index with all platforms by its digest, and compares every manifest. */
  private pulls(image: OwnImage): void {
    const pulled = join(this.folder, 'pulled');
    command('skopeo', [
      'copy',
      '--quiet',
      '--all',
      '--preserve-digests',
      '--src-tls-verify=false',
      `${this.target()}@${image.digest}`,
      `dir:${pulled}`,
    ]);
    const index = JSON.parse(readFileSync(join(pulled, 'manifest.json'), 'utf8')) as {
      readonly manifests: readonly { readonly digest: string; readonly platform: { readonly architecture: string } }[];
    };
    this.report.expect(
      'platforms that are pulled by the digest',
      platformsOf(image),
      index.manifests.map(({ digest, platform }) => `linux/${platform.architecture} ${digest}`).join(', '),
    );
  }

  /** The command of users reads the same digest, with skopeo and without any tool. */
  private isLocked(image: OwnImage): void {
    const lock = join(this.folder, 'images.lock.json');
    const entry = { repository: `${this.destination.registry}/${NAME}`, tag: image.tag, digest: image.digest };
    const check = (path: string): string => {
      const { ok, stdout, stderr } = tryCommand(
        process.execPath,
        ['--import', 'tsx', join(ROOT, 'src/cli/secure-edge.ts'), 'images', 'check', '--lock', lock],
        { cwd: ROOT, env: { PATH: path } },
      );
      return ok ? 'exit 0' : /differs|other digest|sha256:/.test(stdout) ? 'exit 1' : `${stdout}${stderr}`.trim();
    };
    for (const [way, path] of [
      ['by skopeo', process.env.PATH ?? ''],
      ['without a tool', this.folder],
    ] as const) {
      writeFileSync(lock, JSON.stringify({ images: { [NAME]: entry } }));
      this.report.expect(`secure-edge images check of the published image, ${way}`, 'exit 0', check(path));
      writeFileSync(lock, JSON.stringify({ images: { [NAME]: { ...entry, digest: lockedImage(OTHER).digest } } }));
      this.report.expect(`the same with another digest in the lock file, ${way}`, 'exit 1', check(path));
    }
  }

  /** A tag that is published is never moved to other bytes. */
  private keepsTags(image: OwnImage): void {
    const other = lockedImage(OTHER);
    const archive = join(this.folder, 'moved.tar');
    copyWithReference(archiveOf(OTHER), archive, `${image.repository}:${image.tag}`, join(this.folder, 'moved'));
    this.report.expect(
      'publish another image with the tag of a published one',
      `${this.destination.registry}/${NAME}:${image.tag} is already published with the digest ${image.digest}, but images.lock.json has ${other.digest}: a tag is never moved, raise the version`,
      this.publish({ ...image, digest: other.digest }, archive),
    );
  }

  private publish(image: OwnImage, archive: string): string {
    try {
      return publishImage(image, archive, this.destination);
    } catch (error) {
      if (error instanceof NotPublishable) return error.message;
      throw error;
    }
  }

  private target(): string {
    return `docker://${this.destination.registry}/${NAME}`;
  }
}

export function lockedImage(name: string): OwnImage {
  return ownImages().find((image) => image.name === name)!;
}

function archiveOf(name: string): string {
  return join(ROOT, 'images/build', `${name}.tar`);
}

function platformsOf(image: OwnImage): string {
  return Object.entries(image.platforms)
    .map(([platform, digest]) => `${platform} ${digest}`)
    .join(', ');
}

/** Copies an archive, and gives its image another name. */
function copyWithReference(archive: string, copy: string, reference: string, folder: string): void {
  mkdirSync(folder);
  command('tar', ['-xf', archive, '-C', folder]);
  const file = join(folder, 'index.json');
  const index = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly manifests: readonly { readonly annotations: Record<string, string> }[];
  };
  index.manifests[0]!.annotations['org.opencontainers.image.ref.name'] = reference;
  writeFileSync(file, JSON.stringify(index));
  command('tar', ['-cf', copy, '-C', folder, 'index.json', 'oci-layout', 'blobs']);
}
