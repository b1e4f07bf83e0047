import { quote } from '../../diagnostics/input-error';
import type { ImageArchive, Installation } from './installation';

/** The registries that clients add to a name that has none. */
const ADDED = /^((index\.)?docker\.io\/library\/|(index\.)?docker\.io\/|localhost\/)/;

/** A name as every client has it, whatever it adds. */
export function plainTag(tag: string): string {
  const plain = tag.replace(ADDED, '');
  return /[:@]/.test(plain.slice(plain.lastIndexOf('/') + 1)) ? plain : `${plain}:latest`;
}

/** What is known of the images of a machine. Names are plain. */
export interface KnownImages {
  /** Names that the runtime has. */
  readonly tags: ReadonlySet<string>;
  /** Of these, the names that mean the very image that the package contains. */
  readonly same: ReadonlySet<string>;
  /** The image of the containers that hold a pod's namespaces; undefined when the runtime does not tell. */
  readonly sandbox: string | undefined;
}

/** Names that runtimes give to the image of a pod's sandbox. */
const SANDBOX = /(^|[/-])pause(-[a-z0-9]+)?[:@]/;

/**
 * Why loading an archive would give a name of others another meaning, one sentence for each name.
 * @param own what is installed of the same app
 * @param others what is installed of other apps
 * @param accepted plain names that may get another meaning
 */
export function imageConflicts(
  { digest, tags }: ImageArchive,
  { own, others }: { readonly own: Installation | undefined; readonly others: ReadonlyArray<Installation> },
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

function conflict(
  plain: string,
  digest: string,
  { own, others }: { readonly own: Installation | undefined; readonly others: ReadonlyArray<Installation> },
  { tags, sandbox }: KnownImages,
): string | undefined {
  if (SANDBOX.test(plain) || plain === sandbox) return "which is the name of the runtime's own sandbox image";
  const users = others.filter((other) => archivesOf(other, plain).length > 0);
  const user = users.find((other) => archivesOf(other, plain).some((archive) => archive.digest !== digest));
  if (user !== undefined) return `which app ${quote(user.app)} has with another content`;
  const isOurs = users.length > 0 || (own !== undefined && archivesOf(own, plain).length > 0);
  return tags.has(plain) && !isOurs
    ? 'which this machine has already with another content, and which no package brought'
    : undefined;
}

/** The archives of an installation that contain an image of a plain name. */
export function archivesOf({ images }: Installation, plain: string): ImageArchive[] {
  return images.filter(({ tags }) => tags.some((tag) => plainTag(tag) === plain));
}
