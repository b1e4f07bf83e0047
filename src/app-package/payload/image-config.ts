import { isObject } from '../../kubernetes/manifest';
import { ArchiveError } from '../archive/archive-error';
import { MAX_IMAGE_ITEMS, MAX_IMAGES } from '../limits';
import { plainPath } from './payload-path';

/** File of docker save with the list of its images. */
export const MANIFEST_FILE = 'manifest.json';

/** Image in the `manifest.json` of `docker save`. */
export interface ListedImage {
  /** Path of its configuration in the archive. */
  readonly config: string;
  readonly tags: ReadonlyArray<string>;
  /** Paths of its layers in the archive, from the lowest to the highest. Undefined if the list does not contain them. */
  readonly layers: ReadonlyArray<string> | undefined;
}

/** Part of an image's configuration: the settings of its processes, and the commands that built it. */
export interface ImageConfig {
  /** Empty for root. */
  readonly user: string;
  readonly environment: ReadonlyArray<string>;
  /** Labels, each a name and a value. */
  readonly labels: ReadonlyArray<readonly [string, string]>;
  /** Exposed ports, such as `22/tcp`. */
  readonly ports: ReadonlyArray<string>;
  /** Commands of the history. */
  readonly commands: ReadonlyArray<string>;
}

/**
 * Reads the `manifest.json` of an archive of images.
 * @throws ArchiveError if a value has the wrong type, or a limit is exceeded
 */
export function listedImages(value: unknown): ListedImage[] {
  const list = new Place(MANIFEST_FILE, value).list(MAX_IMAGES, 'images');
  return list.map((item) => {
    const image = item.object();
    const layers = image.at('Layers').textsOrNone(MAX_IMAGE_ITEMS)?.map(plainPath);
    return { config: plainPath(image.at('Config').text()), tags: image.at('RepoTags').texts(MAX_IMAGE_ITEMS), layers };
  });
}

/**
 * Reads the configuration of an image.
 * @param path of its file in the archive
 * @throws ArchiveError if a value has the wrong type, or a limit is exceeded
 */
export function imageConfig(path: string, value: unknown): ImageConfig {
  const root = new Place(path, value).object();
  const config = root.at('config').objectOrNone();
  return {
    user: config.at('User').textOrNone() ?? '',
    environment: config.at('Env').texts(MAX_IMAGE_ITEMS),
    labels: config.at('Labels').textsByKey(MAX_IMAGE_ITEMS),
    ports: config.at('ExposedPorts').objectOrNone().keys(MAX_IMAGE_ITEMS),
    commands: root
      .at('history')
      .listOrNone(MAX_IMAGE_ITEMS)
      .map((step) => step.object().at('created_by').textOrNone() ?? ''),
  };
}

/** Value in a JSON file of an archive, with its place. */
class Place {
  constructor(
    private readonly where: string,
    private readonly value: unknown,
  ) {}

  /** Returns the value of an own key. Inherited keys, which every object has, are not found. */
  public at(key: string): Place {
    const parent = this.value;
    const value = isObject(parent) && Object.hasOwn(parent, key) ? parent[key] : undefined;
    return new Place(`${this.where}, ${key}`, value);
  }

  public object(): this {
    if (!isObject(this.value)) throw this.wrong('an object');
    return this;
  }

  public objectOrNone(): this {
    return this.isNone() ? this : this.object();
  }

  public keys(limit: number): string[] {
    const keys = Object.keys(this.value ?? {});
    if (keys.length > limit) throw this.exceeds(keys.length, limit, 'keys');
    return keys;
  }

  public textsByKey(limit: number): [string, string][] {
    return this.objectOrNone()
      .keys(limit)
      .map((key) => [key, this.at(key).textOrNone() ?? '']);
  }

  public list(limit: number, unit = 'items'): Place[] {
    const { value } = this;
    if (!Array.isArray(value)) throw this.wrong('a list');
    if (value.length > limit) throw this.exceeds(value.length, limit, unit);
    return value.map((item, i) => new Place(`${this.where}, item ${i}`, item));
  }

  public listOrNone(limit: number): Place[] {
    return this.isNone() ? [] : this.list(limit);
  }

  public text(): string {
    if (typeof this.value !== 'string') throw this.wrong('a string');
    return this.value;
  }

  public textOrNone(): string | undefined {
    return this.isNone() ? undefined : this.text();
  }

  public texts(limit: number): string[] {
    return this.textsOrNone(limit) ?? [];
  }

  public textsOrNone(limit: number): string[] | undefined {
    return this.isNone() ? undefined : this.list(limit).map((item) => item.text());
  }

  /** True for a missing value. Go writes an empty list or object as null. */
  private isNone(): boolean {
    return this.value === undefined || this.value === null;
  }

  private wrong(expected: string): ArchiveError {
    return new ArchiveError(`is damaged: ${this.where}: must be ${expected}, got ${kindOf(this.value)}`);
  }

  private exceeds(count: number, limit: number, unit: string): ArchiveError {
    return new ArchiveError(`exceeds a limit: ${this.where}: has ${count} ${unit}, of at most ${limit}`);
  }
}

function kindOf(value: unknown): string {
  if (value === undefined) return 'none';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : `a value of type ${typeof value}`;
}
