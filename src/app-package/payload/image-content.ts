import { quote } from '../../diagnostics/input-error';
import { isObject, listAt, type JsonObject } from '../../kubernetes/manifest';
import { JsonError, readJson } from '../../kubernetes/read-json';
import { ArchiveError } from '../archive/archive-error';
import { ByteReader, drain } from '../archive/byte-reader';
import { canDecompress, decompress, isCompressed, NODE_WITH_ZSTD } from '../archive/compression';
import { BLOCK, isHeader, TarKind } from '../archive/tar-header';
import { OF_IMAGES, readTar, type TarEntry } from '../archive/tar-reader';
import { MAX_IMAGE_JSON_FILES, MAX_IMAGE_JSON_SIZE, MAX_IMAGES, type ExpansionBudget } from '../limits';
import { imageConfig, listedImages, MANIFEST_FILE, type ImageConfig } from './image-config';
import { Layer } from './layer';
import { INDEX_FILE, ociEntries } from './oci-layout';
import { plainPath } from './payload-path';

/** Layer that could not be read, with the reason. */
export interface UnreadLayer {
  readonly unread: string;
}

/** Image in an archive, with what is known about it. */
export interface FoundImage<T> {
  readonly tags: ReadonlyArray<string>;
  /** Result for its configuration. */
  readonly judged: T;
  readonly layers: ReadonlyArray<Layer | UnreadLayer>;
}

/** Longest chain of links to a layer. */
const MAX_LINKS = 8;

/**
 * Relevant content of an archive of images: of `docker save`, or an OCI layout. Its files are not kept in memory.
 * @template T result for a configuration
 */
export class ImageContent<T> {
  /** JSON of `manifest.json` and `index.json`. */
  private readonly lists = new Map<string, unknown>();
  /** Results for configurations by path. An error is thrown only if the file is the configuration of an image. */
  private readonly judged = new Map<string, T | ArchiveError>();
  /** Manifests and indexes of an OCI layout by path. */
  private readonly manifests = new Map<string, JsonObject>();
  private readonly layers = new Map<string, Layer | UnreadLayer>();
  /** Targets of symbolic links by path. docker save writes one for a layer that is there twice. */
  private readonly links = new Map<string, string>();

  /**
   * @param judge returns the result for a configuration
   * @param budget of all decompressed bytes
   */
  constructor(
    private readonly judge: (config: ImageConfig) => T,
    private readonly budget: ExpansionBudget,
  ) {}

  /**
   * Reads an archive to its end.
   * @returns undefined if the bytes are not an archive of images
   * @throws ArchiveError if the archive is damaged, lacks a part of an image, or exceeds a limit
   */
  public async read(bytes: AsyncIterable<Buffer>): Promise<FoundImage<T>[] | undefined> {
    const isArchive = await this.eachEntry(bytes, (entry) => this.readEntry(entry));
    if (!isArchive) return undefined;
    if (this.lists.has(MANIFEST_FILE))
      return listedImages(this.lists.get(MANIFEST_FILE)).map(({ config, tags, layers }) =>
        this.image(MANIFEST_FILE, config, tags, layers),
      );
    if (!this.lists.has(INDEX_FILE)) return undefined;
    return ociEntries(this.lists.get(INDEX_FILE), (path) => this.manifests.get(path)).flatMap(({ name, images }) =>
      images
        // the parts of other platforms may be missing
        .filter(({ config }) => images.length === 1 || this.judged.has(config))
        .map(({ config, layers }) => this.image(INDEX_FILE, config, typeof name === 'string' ? [name] : [], layers)),
    );
  }

  private image(
    list: string,
    config: string,
    tags: ReadonlyArray<string>,
    layers: ReadonlyArray<string> | undefined,
  ): FoundImage<T> {
    const judged = this.judged.get(config);
    if (judged === undefined) throw missing(list, 'configuration', config);
    if (judged instanceof ArchiveError) throw judged;
    return { tags, judged, layers: layers?.map((path) => this.layer(list, path)) ?? [...this.layers.values()] };
  }

  private layer(list: string, path: string): Layer | UnreadLayer {
    let at = path;
    for (let i = 0; i < MAX_LINKS; i++) {
      const layer = this.layers.get(at);
      if (layer !== undefined) return layer;
      const link = this.links.get(at);
      if (link === undefined) break;
      at = link;
    }
    throw missing(list, 'layer', path);
  }

  private async readEntry({ name, kind, link, body }: TarEntry): Promise<void> {
    const path = plainPath(name);
    if (kind === TarKind.SYMBOLIC_LINK || kind === TarKind.HARD_LINK) {
      this.links.set(path, kind === TarKind.HARD_LINK ? plainPath(link) : targetOf(path, link));
      return;
    }
    const { head, bytes } = await peek(body);
    if (isHeader(head) || isCompressed(head)) {
      this.layers.set(path, await this.readLayer(head, bytes));
      return;
    }
    // an empty layer of an image that was built from nothing
    if (isEmptyArchive(head)) this.layers.set(path, new Layer());
    // other files, such as the version of an OCI layout, are not relevant
    else if (path === MANIFEST_FILE || isJson(head)) await this.readJsonFile(path, bytes);
  }

  private async readLayer(head: Buffer, bytes: AsyncIterable<Buffer>): Promise<Layer | UnreadLayer> {
    if (!canDecompress(head)) {
      await drain(bytes);
      return { unread: `is compressed with zstd, which needs Node.js ${NODE_WITH_ZSTD}` };
    }
    const layer = new Layer();
    await this.eachEntry(bytes, ({ name, kind }) => Promise.resolve(layer.add(name, kind)));
    return layer;
  }

  private async readJsonFile(path: string, bytes: AsyncIterable<Buffer>): Promise<void> {
    if (this.judged.size === MAX_IMAGE_JSON_FILES)
      throw new ArchiveError(`exceeds a limit: has more than ${MAX_IMAGE_JSON_FILES} JSON files`);
    const text = await textOf(bytes, MAX_IMAGE_JSON_SIZE);
    try {
      if (text === undefined)
        throw new ArchiveError(`exceeds a limit: ${quote(path)}: has more than ${MAX_IMAGE_JSON_SIZE} bytes`);
      const json = readJson(text);
      if (path === MANIFEST_FILE || path === INDEX_FILE) this.lists.set(path, json);
      else {
        if (isOciManifest(json) && this.manifests.size < MAX_IMAGES) this.manifests.set(path, json);
        this.judged.set(path, this.judge(imageConfig(quote(path), json)));
      }
    } catch (error) {
      if (!(error instanceof ArchiveError || error instanceof JsonError)) throw error;
      const problem =
        error instanceof ArchiveError ? error : new ArchiveError(`is damaged: ${quote(path)}: ${error.message}`);
      if (path === MANIFEST_FILE) throw problem;
      this.judged.set(path, problem);
    }
  }

  /** Reads a tar archive, compressed or not. Returns false for other bytes, which are skipped. */
  private async eachEntry(bytes: AsyncIterable<Buffer>, use: (entry: TarEntry) => Promise<void>): Promise<boolean> {
    const given = await peek(bytes);
    const plain = isCompressed(given.head) ? await peek(this.budget.bound(decompress(given.head, given.bytes))) : given;
    if (!isHeader(plain.head)) {
      await drain(plain.bytes);
      return false;
    }
    for await (const entry of readTar(plain.bytes, OF_IMAGES)) await use(entry);
    return true;
  }
}

function missing(list: string, part: string, path: string): ArchiveError {
  return new ArchiveError(`is damaged: ${list}: refers to the ${part} ${quote(path)}, which is missing`);
}

/** Returns the path that a symbolic link refers to. */
function targetOf(path: string, link: string): string {
  const parts = path.split('/').slice(0, -1);
  for (const part of link.split('/'))
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  return parts.join('/');
}

function isOciManifest(json: unknown): json is JsonObject {
  return isObject(json) && (listAt(json, 'layers').length > 0 || listAt(json, 'manifests').length > 0);
}

function isJson(head: Buffer): boolean {
  return /^\s*[{[]/.test(head.toString('latin1'));
}

function isEmptyArchive(head: Buffer): boolean {
  return head.length === BLOCK && head.every((byte) => byte === 0);
}

/** Reads the text of a stream. Undefined if it is longer than the limit. */
async function textOf(bytes: AsyncIterable<Buffer>, limit: number): Promise<string | undefined> {
  const read = await new ByteReader(bytes).read(limit + 1);
  return read.length > limit ? undefined : read.toString('utf8');
}

/** Returns the first block of a stream, and the stream from its start. */
export async function peek(
  source: AsyncIterable<Buffer>,
): Promise<{ readonly head: Buffer; readonly bytes: AsyncGenerator<Buffer> }> {
  const reader = new ByteReader(source);
  const head = await reader.read(BLOCK);
  return { head, bytes: withHead(head, reader) };
}

async function* withHead(head: Buffer, reader: ByteReader): AsyncGenerator<Buffer> {
  yield head;
  yield* reader.remaining();
}
