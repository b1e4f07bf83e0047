import { createHash } from 'node:crypto';
import { quote } from '../../diagnostics/input-error';
import { isImageReference } from '../../kubernetes/image-reference';
import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../../kubernetes/manifest';
import { JsonError, readJson } from '../../kubernetes/read-json';
import { ArchiveError } from '../archive/archive-error';
import { ByteReader } from '../archive/byte-reader';
import { gunzip, isGzip } from '../archive/gzip';
import { BLOCK, isHeader, TarKind } from '../archive/tar-header';
import { readTar, type TarEntry } from '../archive/tar-reader';
import { listedImages } from '../payload/image-config';
import { MAX_IMAGE_JSON_FILES, MAX_IMAGE_JSON_HELD, MAX_IMAGE_JSON_SIZE, type ExpansionBudget } from '../limits';
import { payloadPathProblem, plainPath } from '../payload/payload-path';

/** Image in an archive, with a name that it gets when the archive is loaded. */
export interface ArchivedImage {
  readonly tag: string;
  /** Id of the image in runtimes: the SHA-256 of its configuration, in hex. Undefined if it is unknown. */
  readonly id: string | undefined;
}

/** Files of an archive with the names of its images: of docker save, of its older form, and of an OCI layout. */
const MANIFEST = 'manifest.json';
const REPOSITORIES = 'repositories';
const INDEX = 'index.json';
const NAMING: ReadonlySet<string> = new Set([MANIFEST, REPOSITORIES, INDEX]);

/** Annotation with the name of an image: of containerd and docker save, and of OCI. */
const FULL_NAME = 'io.containerd.image.name';
const REFERENCE = 'org.opencontainers.image.ref.name';

/**
 * Returns every image name that a runtime may set when it loads an archive, regardless of which list in it the runtime reads.
 * @param budget of all decompressed bytes
 * @returns undefined if the file is not an archive in the form of docker save
 * @throws ArchiveError if the archive is ambiguous or damaged, or exceeds a limit
 */
export async function archivedImages(
  bytes: AsyncIterable<Buffer>,
  budget: ExpansionBudget,
): Promise<ArchivedImage[] | undefined> {
  const given = await peek(bytes);
  const plain = isGzip(given.head) ? await peek(budget.bound(gunzip(given.bytes))) : given;
  if (!isHeader(plain.head)) return undefined;
  const archive = new Archive();
  for await (const entry of readTar(plain.bytes)) await archive.read(entry);
  return archive.images();
}

async function peek(source: AsyncIterable<Buffer>): Promise<{ head: Buffer; bytes: AsyncGenerator<Buffer> }> {
  const reader = new ByteReader(source);
  const head = await reader.read(BLOCK);
  const bytes = async function* (): AsyncGenerator<Buffer> {
    yield head;
    yield* reader.remaining();
  };
  return { head, bytes: bytes() };
}

/** Small files of an archive, by path. */
class Archive {
  private readonly files = new Map<string, Buffer>();
  private held = 0;

  public async read({ name, kind, size, body }: TarEntry): Promise<void> {
    const problem = payloadPathProblem(name);
    if (problem !== undefined) throw new ArchiveError(problem);
    const path = plainPath(name);
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
    if (!this.files.has(MANIFEST)) return undefined;
    const named = [...this.ofManifest(), ...this.ofRepositories(), ...this.ofIndex()];
    const ids = new Map<string, Set<string | undefined>>();
    for (const { tag, id } of named) ids.set(tag, new Set([...(ids.get(tag) ?? []), id]));
    return [...ids].map(([tag, all]) => ({ tag, id: all.size === 1 ? [...all][0] : undefined }));
  }

  private ofManifest(): ArchivedImage[] {
    return listedImages(this.json(MANIFEST)).flatMap(({ config, tags }) =>
      tags.map((tag) => ({ tag: imageName(tag, MANIFEST), id: this.digest(config) })),
    );
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
    if (!this.files.has(INDEX)) return [];
    const index = this.json(INDEX);
    if (!isObject(index)) throw new ArchiveError(`has ${INDEX} that is not a JSON object`);
    return listAt(index, 'manifests')
      .filter(isObject)
      .flatMap((manifest) => {
        const annotations = objectAt(manifest, 'annotations');
        const name = annotations[FULL_NAME] ?? annotations[REFERENCE];
        return name === undefined ? [] : [{ tag: imageName(name, INDEX), id: this.configOf(manifest) }];
      });
  }

  /** Returns the digest of the configuration in an OCI manifest. */
  private configOf(descriptor: JsonObject): string | undefined {
    const path = blobPath(stringAt(descriptor, 'digest'));
    const manifest = this.files.has(path) ? this.json(path) : undefined;
    const config = isObject(manifest) ? stringAt(objectAt(manifest, 'config'), 'digest') : undefined;
    return this.digest(blobPath(config));
  }

  private digest(path: string): string | undefined {
    const bytes = this.files.get(path);
    return bytes && createHash('sha256').update(bytes).digest('hex');
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

function blobPath(digest = ''): string {
  return `blobs/${digest.replace(':', '/')}`;
}

function imageName(name: unknown, file: string): string {
  if (typeof name === 'string' && isImageReference(name)) return name;
  throw new ArchiveError(`has ${quote(name)} in ${file}, which is not the name of an image`);
}
