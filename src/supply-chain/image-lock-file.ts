import { InputError, Problems, quote } from '../diagnostics/input-error';
import { imageReference, isDigest, isImageReference } from '../kubernetes/image-reference';
import { isObject, objectAt, stringAt, type JsonObject } from '../kubernetes/manifest';

/** Image as a registry or an archive has it. */
export interface ResolvedImage {
  /** Digest of the index, or of the manifest of an image for one platform. */
  readonly digest: string;
  /** Digests of the manifests, by platform, such as `linux/arm64`. */
  readonly platforms: Readonly<Record<string, string>>;
}

/** Image in a lock file. */
export interface LockedImage {
  readonly name: string;
  readonly repository: string;
  readonly tag: string | undefined;
  /** Digest. Undefined if the image is not locked yet. */
  readonly digest: string | undefined;
}

/** New digest of an image in a lock file. */
export interface ImageToLock {
  readonly name: string;
  readonly repository: string;
  readonly tag: string | undefined;
  readonly resolved: ResolvedImage;
  /** Date on which the digest was read, such as `2026-12-01`. */
  readonly date: string;
}

/** Keys of an entry that a new digest replaces. */
const WRITTEN: ReadonlySet<string> = new Set(['repository', 'tag', 'digest', 'locked', 'platforms']);

/** Name of an image in a lock file. */
const NAME = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,127}$/;

/**
 * Returns the object `images` in the text of a lock file.
 * @throws {@link InputError} if the text is not a lock file
 */
export function imagesOf(text: string, source: string): JsonObject {
  return objectAt(lockOf(text, source), 'images');
}

function lockOf(text: string, source: string): JsonObject {
  const where = `image lock ${quote(source)}`;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new InputError(where, [`is not JSON: ${(error as Error).message}`]);
  }
  if (!isObject(json) || !isObject(json['images']))
    throw new InputError(where, ['must have an object "images", by image name']);
  return json;
}

/** Returns the entry of an image in a lock file. Undefined if there is none. */
export function lockEntry(images: JsonObject, name: string): JsonObject | undefined {
  return Object.prototype.hasOwnProperty.call(images, name) ? objectAt(images, name) : undefined;
}

/** Lock file that can be changed. Keys that this class does not know remain as they are. */
export class ImageLockFile {
  /**
   * Reads the text of a lock file.
   * @throws InputError if the text is not a lock file, or an entry is invalid
   */
  public static parse(text: string, source: string): ImageLockFile {
    const file = new ImageLockFile(lockOf(text, source));
    const problems = new Problems();
    for (const image of file.images) for (const problem of entryProblems(image)) problems.add(problem);
    problems.throwIfAny(`image lock ${quote(source)}`);
    return file;
  }

  /** Returns a lock file without images. */
  public static empty(): ImageLockFile {
    return new ImageLockFile({ images: {} });
  }

  private constructor(private readonly lock: JsonObject) {}

  /** Images in the order of the file. */
  public get images(): LockedImage[] {
    const images = objectAt(this.lock, 'images');
    return Object.keys(images).map((name) => {
      const entry = objectAt(images, name);
      const [repository = '', tag, digest] = ['repository', 'tag', 'digest'].map((key) => stringAt(entry, key));
      return { name, repository, tag, digest };
    });
  }

  /** Returns the file with a new digest for an image, which is added at the end if it is new. */
  public with({ name, repository, tag, resolved, date }: ImageToLock): ImageLockFile {
    const images = objectAt(this.lock, 'images');
    const others = Object.entries(lockEntry(images, name) ?? {}).filter(([key]) => !WRITTEN.has(key));
    const entry = {
      repository,
      ...(tag !== undefined && { tag }),
      digest: resolved.digest,
      locked: date,
      platforms: resolved.platforms,
      ...Object.fromEntries(others),
    };
    return new ImageLockFile({ ...this.lock, images: { ...images, [name]: entry } });
  }

  /** Returns the text of the file. */
  public toJson(): string {
    return `${JSON.stringify(this.lock, undefined, 2)}\n`;
  }
}

/** Problems of an entry, in the words of a person who edits the file. */
export function entryProblems({ name, repository, tag, digest }: LockedImage): string[] {
  const reference = `${repository}${tag === undefined ? '' : `:${tag}`}`;
  const problems: string[] = [];
  if (!NAME.test(name) || name === '__proto__')
    problems.push(`name of an image must be letters, digits, ".", "_", "/" and "-", got ${quote(name)}`);
  if (!isImageReference(reference) || imageReference(reference).repository !== repository)
    problems.push(
      `image ${quote(name)} must have a repository and a tag in the syntax of images, got ${quote(reference)}`,
    );
  else if (imageReference(reference).registry === undefined)
    problems.push(
      `image ${quote(name)} must name its registry, got ${quote(repository)}: write ${quote(`docker.io/${repository.includes('/') ? '' : 'library/'}${repository}`)}`,
    );
  if (digest !== undefined && !isDigest(digest))
    problems.push(`digest of image ${quote(name)} must be "sha256:" and 64 hex digits, got ${quote(digest)}`);
  return problems;
}
