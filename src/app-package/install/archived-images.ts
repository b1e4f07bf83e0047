import { createHash } from 'node:crypto';
import { quote } from '../../diagnostics/input-error';
import { isImageReference } from '../../kubernetes/image-reference';
import { isObject, objectAt } from '../../kubernetes/manifest';
import { JsonError, readJson } from '../../kubernetes/read-json';
import { ArchiveError } from '../archive/archive-error';
import { decompress, isCompressed } from '../archive/compression';
import { isHeader, TarKind } from '../archive/tar-header';
import { OF_IMAGES, readTar, type TarEntry } from '../archive/tar-reader';
import { listedImages, MANIFEST_FILE } from '../payload/image-config';
import { peek } from '../payload/image-content';
import { INDEX_FILE, LAYOUT_FILE, ociEntries, type OciImage } from '../payload/oci-layout';
import {
  DEFAULT_LIMITS,
  MAX_IMAGE_JSON_FILES,
  MAX_IMAGE_JSON_HELD,
  MAX_IMAGE_JSON_SIZE,
  tooMany,
  type ExpansionBudget,
} from '../limits';
import { payloadPathProblem, plainPath } from '../payload/payload-path';

/** Image in an archive, with a name that it gets when the archive is loaded. */
export interface ArchivedImage {
  readonly tag: string;
  /** Id of the image in runtimes: the SHA-256 of its configuration, in hex. Undefined if it is unknown. */
  readonly id: string | undefined;
  /** User of its processes. Empty for root. Undefined if it is unknown. */
  readonly user?: string;
}

/** Files of an archive with the names of its images: of docker save, of its older form, and of an OCI layout. */
const REPOSITORIES = 'repositories';
const NAMING: ReadonlySet<string> = new Set([MANIFEST_FILE, REPOSITORIES, INDEX_FILE]);

/**
 * Returns every image name that a runtime may set when it loads an archive, regardless of which list in it the runtime reads.
 * @param budget of all decompressed bytes
 * @returns undefined if the file is not an archive of images
 * @throws ArchiveError if the archive is ambiguous or damaged, lacks a part of an image, or exceeds a limit
 */
export async function archivedImages(
  bytes: AsyncIterable<Buffer>,
  budget: ExpansionBudget,
): Promise<ArchivedImage[] | undefined> {
  const given = await peek(bytes);
  const plain = isCompressed(given.head) ? await peek(budget.bound(decompress(given.head, given.bytes))) : given;
  if (!isHeader(plain.head)) return undefined;
  const archive = new Archive();
  for await (const entry of readTar(plain.bytes, OF_IMAGES)) await archive.read(entry);
  return archive.images();
}

/** Small files of an archive, by path. */
class Archive {
  private readonly files = new Map<string, Buffer>();
  /** Paths of all entries. */
  private readonly paths = new Set<string>();
  /** Users by the digests of their configurations. */
  private readonly users = new Map<string, string>();
  private held = 0;

  public async read({ name, kind, size, body }: TarEntry): Promise<void> {
    const problem = payloadPathProblem(name);
    if (problem !== undefined) throw new ArchiveError(problem);
    const path = plainPath(name);
    this.paths.add(path);
    if (this.paths.size > DEFAULT_LIMITS.maxEntries) throw tooMany(DEFAULT_LIMITS.maxEntries);
    const isNaming = NAMING.has(path);
    if (isNaming && kind !== TarKind.FILE) throw new ArchiveError(`has ${path} that is not a file`);
    if (isNaming && size > MAX_IMAGE_JSON_SIZE)
      throw new ArchiveError(`exceeds a limit: ${path} has ${size} bytes, of at most ${MAX_IMAGE_JSON_SIZE}`);
    if (isNaming && this.files.has(path)) throw new ArchiveError(`has ${path} twice`);
    const isHeld =
      size <= MAX_IMAGE_JSON_SIZE && this.held + size <= MAX_IMAGE_JSON_HELD && this.files.size < MAX_IMAGE_JSON_FILES;
    if (!isNaming && !isHeld) {
      // of two entries with the same path, the last one counts
      this.files.delete(path);
      return;
    }
    const parts: Buffer[] = [];
    for await (const part of body) parts.push(Buffer.from(part));
    this.held += size;
    this.files.set(path, Buffer.concat(parts));
  }

  public images(): ArchivedImage[] | undefined {
    if (!this.files.has(MANIFEST_FILE) && !(this.files.has(INDEX_FILE) && this.paths.has(LAYOUT_FILE)))
      return undefined;
    const named = [...this.ofManifest(), ...this.ofRepositories(), ...this.ofIndex()];
    const ids = new Map<string, Set<string | undefined>>();
    for (const { tag, id } of named) ids.set(tag, new Set([...(ids.get(tag) ?? []), id]));
    return [...ids].map(([tag, all]) => {
      const id = all.size === 1 ? [...all][0] : undefined;
      const user = id === undefined ? undefined : this.users.get(id);
      return { tag, id, ...(user !== undefined && { user }) };
    });
  }

  private ofManifest(): ArchivedImage[] {
    if (!this.files.has(MANIFEST_FILE)) return [];
    return listedImages(this.json(MANIFEST_FILE)).flatMap(({ config, tags, layers }) => {
      for (const part of [config, ...(layers ?? [])]) this.require(part, MANIFEST_FILE);
      return tags.map((tag) => ({ tag: imageName(tag, MANIFEST_FILE), id: this.digest(config) }));
    });
  }

  private require(path: string, list: string): void {
    if (!this.paths.has(path)) throw new ArchiveError(`lacks ${quote(path)}, which ${list} refers to`);
  }

  private ofRepositories(): ArchivedImage[] {
    if (!this.files.has(REPOSITORIES)) return [];
    const repositories = this.json(REPOSITORIES);
    if (!isObject(repositories)) throw new ArchiveError(`has ${REPOSITORIES} that is not a JSON object`);
    // it refers to layers, not to configurations; the same name in the manifest determines the image
    const ids = new Map(this.ofManifest().map(({ tag, id }) => [tag, id]));
    return Object.keys(repositories).flatMap((repository) =>
      Object.keys(objectAt(repositories, repository))
        .map((tag) => imageName(`${repository}:${tag}`, REPOSITORIES))
        .map((tag) => ({ tag, id: ids.get(tag) })),
    );
  }

  private ofIndex(): ArchivedImage[] {
    if (!this.files.has(INDEX_FILE)) return [];
    const entries = ociEntries(this.json(INDEX_FILE), (path) => (this.files.has(path) ? this.json(path) : undefined));
    return entries.flatMap(({ name, images }) => {
      const [first] = images;
      // with docker save, the parts of an image can have other names than in the layout
      if (first !== undefined && !this.files.has(MANIFEST_FILE)) this.requireOne(images);
      const id = images.length === 1 && first !== undefined ? this.digest(first.config) : undefined;
      return name === undefined ? [] : [{ tag: imageName(name, INDEX_FILE), id }];
    });
  }

  /** Checks that the image of one platform is complete. Those of other platforms may be missing. */
  private requireOne(images: ReadonlyArray<OciImage>): void {
    const parts = images.map(({ config, layers }) => [config, ...layers]);
    if (parts.some((each) => each.every((part) => this.paths.has(part)))) return;
    for (const part of parts.flat()) this.require(part, INDEX_FILE);
  }

  private digest(path: string): string | undefined {
    const bytes = this.files.get(path);
    if (bytes === undefined) return undefined;
    const digest = createHash('sha256').update(bytes).digest('hex');
    const user = userIn(bytes);
    if (user !== undefined) this.users.set(digest, user);
    return digest;
  }

  private json(path: string): unknown {
    try {
      return readJson(this.files.get(path)?.toString('utf8') ?? '');
    } catch (error) {
      if (error instanceof JsonError) throw new ArchiveError(`has ${path} that ${error.message}`);
      throw error;
    }
  }
}

/** Returns the user in a configuration. Undefined if it is not readable. */
function userIn(config: Buffer): string | undefined {
  try {
    const value = readJson(config.toString('utf8'));
    const { User: user = '' } = objectAt(isObject(value) ? value : {}, 'config');
    return typeof user === 'string' && isObject(value) ? user : undefined;
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

function imageName(name: unknown, file: string): string {
  if (typeof name === 'string' && isImageReference(name)) return name;
  throw new ArchiveError(`has ${quote(name)} in ${file}, which is not the name of an image`);
}
