import { isObject, listAt, objectAt, stringAt, type JsonObject } from '../../kubernetes/manifest';
import { ArchiveError } from '../archive/archive-error';
import { MAX_IMAGE_ITEMS, MAX_IMAGES } from '../limits';

/** Files of an OCI layout (OCI image specification, "image layout"). */
export const LAYOUT_FILE = 'oci-layout';
export const INDEX_FILE = 'index.json';

/** Annotation with the name of an image: of containerd and docker save, and of OCI. */
const FULL_NAME = 'io.containerd.image.name';
const REFERENCE = 'org.opencontainers.image.ref.name';

/** Levels of an index within an index. */
const MAX_INDEX_DEPTH = 4;

/** Image of one platform in an OCI layout. */
export interface OciImage {
  /** Path of its configuration in the archive. */
  readonly config: string;
  /** Paths of its layers from the lowest to the highest, without those that are downloaded from elsewhere. */
  readonly layers: ReadonlyArray<string>;
}

/** Entry in the index of an OCI layout. */
export interface OciEntry {
  /** Name that the image gets. Undefined if it has none, which can be of any type in a foreign archive. */
  readonly name: unknown;
  /** Images of the platforms whose manifests are in the archive. */
  readonly images: ReadonlyArray<OciImage>;
}

/** Annotation of a manifest that describes how an image was built, and is not an image. */
const REFERENCE_TYPE = 'vnd.docker.reference.type';

/** Function that returns the JSON at a path of the archive. Undefined if there is none. */
export type BlobReader = (path: string) => unknown;

/**
 * Returns the entries of an OCI layout.
 * @param index content of `index.json`
 * @throws ArchiveError if the index is not one, or exceeds a limit
 */
export function ociEntries(index: unknown, blob: BlobReader): OciEntry[] {
  if (!isObject(index)) throw new ArchiveError(`has ${INDEX_FILE} that is not a JSON object`);
  const reader = new OciReader(blob);
  return reader.descriptors(index).map((descriptor) => {
    const annotations = objectAt(descriptor, 'annotations');
    return { name: annotations[FULL_NAME] ?? annotations[REFERENCE], images: reader.images(descriptor, 0) };
  });
}

/** Reader of the indexes and manifests of one layout, which may refer to each other several times. */
class OciReader {
  private count = 0;

  constructor(private readonly blob: BlobReader) {}

  public descriptors(index: JsonObject): JsonObject[] {
    const descriptors = listAt(index, 'manifests').filter(isObject);
    this.count += descriptors.length;
    if (this.count > MAX_IMAGES)
      throw new ArchiveError(`exceeds a limit: ${INDEX_FILE} lists ${this.count} images, of at most ${MAX_IMAGES}`);
    return descriptors;
  }

  public images(descriptor: JsonObject, depth: number): OciImage[] {
    if (objectAt(descriptor, 'annotations')[REFERENCE_TYPE] !== undefined) return [];
    const manifest = this.blob(blobPath(stringAt(descriptor, 'digest')));
    if (!isObject(manifest)) return [];
    if (Array.isArray(manifest['manifests']) && depth < MAX_INDEX_DEPTH)
      return this.descriptors(manifest).flatMap((each) => this.images(each, depth + 1));
    const config = stringAt(objectAt(manifest, 'config'), 'digest');
    if (config === undefined) return [];
    const layers = listAt(manifest, 'layers').filter(isObject);
    if (layers.length > MAX_IMAGE_ITEMS)
      throw new ArchiveError(`exceeds a limit: an image has ${layers.length} layers, of at most ${MAX_IMAGE_ITEMS}`);
    const own = layers.filter((layer) => listAt(layer, 'urls').length === 0);
    return [{ config: blobPath(config), layers: own.map((layer) => blobPath(stringAt(layer, 'digest'))) }];
  }
}

/** Returns the path of a blob in an OCI layout. */
function blobPath(digest = ''): string {
  return `blobs/${digest.replace(':', '/')}`;
}
