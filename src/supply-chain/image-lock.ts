import { readFileSync } from 'node:fs';
import { fileProblem } from '../diagnostics/file-error';
import { InputError, Problems, quote } from '../diagnostics/input-error';
import { imageReference } from '../kubernetes/image-reference';
import { objectAt, stringAt, type JsonObject } from '../kubernetes/manifest';
import { Image } from './image';
import { imagesOf, lockEntry } from './image-lock-file';

/**
 * Committed file that pins each image to a digest. Its JSON object `images` maps a name to `repository` (with its
 * registry), `digest` and optionally `tag`.
 *
 * ```json
 * { "images": { "web": { "repository": "ghcr.io/acme/web", "tag": "1.4", "digest": "sha256:…" } } }
 * ```
 */
export class ImageLock {
  /**
   * Reads a lock file.
   * @param path path of the file, absolute or relative to the working directory
   * @throws {@link InputError} if the file cannot be read, or is not a lock file
   */
  public static fromFile(path: string): ImageLock {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      throw new InputError(`image lock ${quote(path)}`, [fileProblem(error)]);
    }
    return ImageLock.fromJson(text, path);
  }

  /**
   * Reads the text of a lock file.
   * @param name name of the file, for error messages
   * @throws {@link InputError} if the text is not a lock file
   */
  public static fromJson(text: string, name = 'images.lock.json'): ImageLock {
    return new ImageLock(name, imagesOf(text, name));
  }

  private constructor(
    private readonly source: string,
    private readonly images: JsonObject,
  ) {}

  /**
   * Returns the reference with the digest of an image in the file: of the entry with a name, or with the same repository and
   * tag. Undefined if there is none.
   * @internal
   */
  public _pinned(reference: string, name: string): string | undefined {
    const { repository, tag } = imageReference(reference);
    const isSame = (entry: string): boolean => {
      const image = objectAt(this.images, entry);
      const own = stringAt(image, 'tag');
      return stringAt(image, 'repository') === repository && (own === undefined || own === (tag ?? 'latest'));
    };
    const names = [name].filter((each) => Object.hasOwn(this.images, each)).concat(Object.keys(this.images));
    const found = names.find(isSame);
    return found === undefined ? undefined : this.image(found).reference;
  }

  /**
   * Returns an image in the file, pinned to its digest.
   * @throws {@link InputError} if the file does not contain the image, or its entry is incomplete
   */
  public image(name: string): Image {
    const where = `image lock ${quote(this.source)}`;
    const entry = lockEntry(this.images, name);
    if (entry === undefined)
      throw new InputError(where, [
        `has no image ${quote(name)}: its images are ${listed(Object.keys(this.images).sort())}`,
      ]);
    const [repository, tag, digest] = [
      stringAt(entry, 'repository'),
      stringAt(entry, 'tag'),
      stringAt(entry, 'digest'),
    ];
    const problems = new Problems();
    if (repository === undefined) problems.add(`image ${quote(name)} must have a repository`);
    if (digest === undefined)
      problems.add(`image ${quote(name)} must have a digest: run "npx secure-edge images lock ${name}"`);
    problems.throwIfAny(where);
    return Image.fromDigest(`${repository}${tag === undefined ? '' : `:${tag}`}@${digest}`);
  }
}

const MOST_NAMES = 20;

function listed(names: ReadonlyArray<string>): string {
  const more = names.length - MOST_NAMES;
  return `${names.slice(0, MOST_NAMES).map(quote).join(', ') || 'none'}${more > 0 ? ` and ${more} more` : ''}`;
}
