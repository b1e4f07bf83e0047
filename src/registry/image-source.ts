/** Name of an image in a registry: its repository, with a tag or a digest. */
export interface WantedImage {
  /** Registry and path, such as `ghcr.io/acme/web`. */
  readonly repository: string;
  /** Tag, or the digest. */
  readonly tag?: string | undefined;
  readonly digest?: string | undefined;
}

/** Source of the manifests of images: a registry, or archives. */
export interface ImageSource {
  /** Words for the source in messages, such as `crane` or `build/web.tar`. */
  readonly name: string;
  /**
   * Returns the bytes of a manifest or an index.
   * @throws InputError if the source does not have it, or cannot be read
   */
  readonly manifest: (image: WantedImage) => Promise<Buffer>;
  /**
   * Returns the configuration of an image as JSON, which contains `os` and `architecture`.
   * @param digest digest of the configuration
   * @param manifest digest of the manifest that names the configuration
   * @throws InputError if the source does not have it, or cannot be read
   */
  readonly config: (repository: string, digest: string, manifest: string) => Promise<Buffer>;
}

/** Returns the reference of an image, with only the digest if it has one: some tools reject both together. */
export function referenceOf({ repository, tag, digest }: WantedImage): string {
  if (digest !== undefined) return `${repository}@${digest}`;
  return tag === undefined ? repository : `${repository}:${tag}`;
}
