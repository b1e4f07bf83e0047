import { remembered } from '../diagnostics/remembered';

/** Parts of an image reference. */
export interface ImageReference {
  /** Host of the registry; unset if the reference has none and the runtime chooses one. */
  readonly registry?: string;
  /** Registry and path, without tag and digest. */
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

// distribution/reference, the grammar of Docker and containerd
const HOST =
  '(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*|\\[[0-9a-fA-F:]+\\])(?::[0-9]{1,5})?';
const PART = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const PATH = `${PART}(?:/${PART})*`;
const TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}';
const DIGEST = '(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})';
const REFERENCE = new RegExp(`^(?:${HOST}/)?${PATH}(?::${TAG})?(?:@${DIGEST})?$`);
const WHOLE_DIGEST = new RegExp(`^${DIGEST}$`);
const WITHOUT_HOST = new RegExp(`^${PATH}$`);
const LONGEST_REPOSITORY = 255;

/** Splits an image reference into its parts, without a check of its syntax. */
export const imageReference = remembered(partsOf);

function partsOf(image: string): ImageReference {
  const at = image.indexOf('@');
  const named = at < 0 ? image : image.slice(0, at);
  const digest = at < 0 ? undefined : image.slice(at + 1);
  // a colon before the last slash belongs to the registry's port
  const colon = named.indexOf(':', named.lastIndexOf('/') + 1);
  const repository = colon < 0 ? named : named.slice(0, colon);
  const tag = colon < 0 ? undefined : named.slice(colon + 1);
  const slash = repository.indexOf('/');
  const host = slash < 0 ? '' : repository.slice(0, slash);
  const hasRegistry = host.includes('.') || host.includes(':') || host === 'localhost';
  return {
    ...(hasRegistry && { registry: host }),
    repository,
    tag,
    digest,
  };
}

/** Returns true if a text has the syntax of an image reference of Docker and containerd. A digest must be SHA-256 or SHA-512. */
export function isImageReference(image: string): boolean {
  const { registry, repository } = imageReference(image);
  if (!REFERENCE.test(image) || repository.length > LONGEST_REPOSITORY) return false;
  return registry !== undefined || WITHOUT_HOST.test(repository);
}

/** Returns true if a text is the digest of an image: SHA-256 or SHA-512, as the image specification of the OCI registers them. */
export function isDigest(digest: string): boolean {
  return WHOLE_DIGEST.test(digest);
}
