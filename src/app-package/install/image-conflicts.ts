import { quote } from '../../diagnostics/input-error';
import type { ImageArchive, InstalledVersion, Installation } from './installation';

/** Registries that clients add to a name without one. */
const ADDED = /^((index\.)?docker\.io\/library\/|(index\.)?docker\.io\/|localhost\/)/;

/** Returns the name of an image without the additions of clients. */
export function plainTag(tag: string): string {
  const plain = tag.replace(ADDED, '');
  return /[:@]/.test(plain.slice(plain.lastIndexOf('/') + 1)) ? plain : `${plain}:latest`;
}

/** Images of a machine, by plain names. */
export interface KnownImages {
  /** Names in the runtime. */
  readonly tags: ReadonlySet<string>;
  /** Those of these names that already refer to the image in the package. */
  readonly same: ReadonlySet<string>;
  /** Image of the sandbox containers of pods. Undefined if the runtime does not report it. */
  readonly sandbox: string | undefined;
}

/** Names of images that runtimes use for the sandbox of a pod. */
const SANDBOX = /(^|[/-])pause(-[a-z0-9]+)?[:@]/;

/** Versions of apps that have images on a machine. */
export interface ImageOwners {
  readonly own: ReadonlyArray<Pick<InstalledVersion, 'images'>>;
  readonly others: ReadonlyArray<Installation>;
}

/**
 * Finds the names in an archive that would replace an image of others, with one sentence for each name.
 * @param own versions of the same app whose files are on the machine
 * @param others installations of other apps
 * @param accepted plain names that may be replaced
 */
export function imageConflicts(
  { digest, tags }: ImageArchive,
  { own, others }: ImageOwners,
  known: KnownImages,
  accepted: ReadonlySet<string>,
): string[] {
  return tags.flatMap((tag) => {
    const plain = plainTag(tag);
    if (accepted.has(plain) || known.same.has(plain)) return [];
    const reason = conflict(plain, digest, { own, others }, known);
    return reason === undefined
      ? []
      : [`contains image ${quote(tag)}, ${reason}: rename the image, or accept it with --accept-image ${tag}`];
  });
}

/** True if a name is that of the runtime's own sandbox image. */
export function isSandboxImage(plain: string, sandbox: string | undefined): boolean {
  return SANDBOX.test(plain) || plain === sandbox;
}

function conflict(
  plain: string,
  digest: string,
  { own, others }: ImageOwners,
  { tags, sandbox }: KnownImages,
): string | undefined {
  if (isSandboxImage(plain, sandbox)) return "which is the name of the runtime's own sandbox image";
  const users = others.filter((other) => archivesOf(other, plain).length > 0);
  const user = users.find((other) => archivesOf(other, plain).some((archive) => archive.digest !== digest));
  if (user !== undefined) return `which app ${quote(user.app)} uses with different content`;
  const isOurs = users.length > 0 || own.some((each) => archivesOf(each, plain).length > 0);
  return tags.has(plain) && !isOurs
    ? 'which is already on this machine with different content, and is from no package'
    : undefined;
}

/** Returns the archives of an installation that contain an image with a plain name. */
export function archivesOf({ images }: Pick<InstalledVersion, 'images'>, plain: string): ImageArchive[] {
  return images.filter(({ tags }) => tags.some((tag) => plainTag(tag) === plain));
}
