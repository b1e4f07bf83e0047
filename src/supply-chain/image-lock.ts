import { readFileSync } from 'node:fs';
import { InputError, Problems, quote } from '../input-error';
import { isObject, objectAt, stringAt, type JsonObject } from '../kubernetes/manifest';
import { Image } from './image';

/**
 * The committed file that says which bytes each image is: a JSON object `images`, by name, of `repository`
 * (with its registry), `digest` and, if wanted, `tag`.
 *
 * ```json
 * { "images": { "web": { "repository": "ghcr.io/acme/web", "tag": "1.4", "digest": "sha256:…" } } }
 * ```
 */
export class ImageLock {
  /**
   * Reads a lock file.
   * @param path of the file, absolute or from the working directory
   * @throws when it cannot be read or is no lock file
   */
  public static fromFile(path: string): ImageLock {
    let text: string;
    try {
      text = readFileSync(path, 'utf8');
    } catch (error) {
      throw new InputError(`image lock ${quote(path)}`, [`cannot be read: ${(error as Error).message}`]);
    }
    return ImageLock.fromJson(text, path);
  }

  /**
   * Reads the text of a lock file.
   * @param name of the file, for errors
   * @throws when the text is no lock file
   */
  public static fromJson(text: string, name = 'images.lock.json'): ImageLock {
    let json: unknown;
    try {
      json = JSON.parse(text);
    } catch (error) {
      throw new InputError(`image lock ${quote(name)}`, [`is no JSON: ${(error as Error).message}`]);
    }
    if (!isObject(json) || !isObject(json['images']))
      throw new InputError(`image lock ${quote(name)}`, ['must have an object "images", by image name']);
    return new ImageLock(name, json['images']);
  }

  private constructor(
    private readonly source: string,
    private readonly images: JsonObject,
  ) {}

  /**
   * An image of the file, by its digest.
   * @throws when the file does not have it, or its entry lacks what it needs
   */
  public image(name: string): Image {
    const where = `image lock ${quote(this.source)}`;
    const entry = Object.prototype.hasOwnProperty.call(this.images, name) ? objectAt(this.images, name) : undefined;
    if (entry === undefined)
      throw new InputError(where, [
        `has no image ${quote(name)}: it has ${Object.keys(this.images).sort().map(quote).join(', ') || 'none'}`,
      ]);
    const [repository, tag, digest] = [
      stringAt(entry, 'repository'),
      stringAt(entry, 'tag'),
      stringAt(entry, 'digest'),
    ];
    const problems = new Problems();
    if (repository === undefined) problems.add(`image ${quote(name)} must have a repository`);
    if (digest === undefined) problems.add(`image ${quote(name)} must have a digest`);
    problems.throwIfAny(where);
    return Image.fromDigest(`${repository}${tag === undefined ? '' : `:${tag}`}@${digest}`);
  }
}
