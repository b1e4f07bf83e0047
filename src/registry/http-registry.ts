import { InputError, quote } from '../diagnostics/input-error';
import { imageReference } from '../kubernetes/image-reference';
import { stringAt } from '../kubernetes/manifest';
import { JsonError, readJsonObject } from '../kubernetes/read-json';
import { referenceOf, type ImageSource, type WantedImage } from './image-source';
import { isInLocalRegistry, isLocalHost } from './local-registry';

/** Media types of manifests and indexes, of the OCI and of Docker. */
const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
].join(', ');

/** Maximum size of a manifest or a configuration, as registries accept them. */
const MAX_SIZE = 4 * 1024 * 1024;
const TIMEOUT_MS = 30_000;

/** Host that serves the images of Docker Hub. */
const DOCKER_HUB = 'registry-1.docker.io';

/**
 * Reads public images from registries by the OCI distribution protocol, without credentials.
 *
 * It is for machines without a program such as crane. Only a registry on the same machine may speak HTTP.
 */
export const HTTP_REGISTRY: ImageSource = {
  name: 'its registry',
  manifest: (image) => get(image.repository, `manifests/${image.digest ?? image.tag ?? 'latest'}`, image),
  config: (repository, digest, manifest) => get(repository, `blobs/${digest}`, { repository, digest: manifest }),
};

async function get(repository: string, path: string, image: WantedImage): Promise<Buffer> {
  const { registry = '' } = imageReference(repository);
  const name = repository.slice(registry.length + 1);
  const scheme = isInLocalRegistry(repository) ? 'http' : 'https';
  const subject = `image ${quote(referenceOf(image))}`;
  const url = new URL(`${scheme}://${registry === 'docker.io' ? DOCKER_HUB : registry}/v2/${name}/${path}`);
  const first = await request(subject, url);
  const token = first.status === 401 ? await tokenFor(subject, first, url) : undefined;
  const response = token === undefined ? first : await request(subject, url, token);
  if (response.ok) return read(subject, response);
  throw new InputError(subject, [problemOf(response.status, registry)]);
}

function problemOf(status: number, registry: string): string {
  if (status === 401 || status === 403)
    return `${registry} rejects an anonymous reader (${status}): install crane or skopeo, which use the credentials of "docker login"`;
  if (status === 404) return `${registry} does not have it (404): check the repository and the tag`;
  return `${registry} answered with status ${status}: try again later, or install crane or skopeo`;
}

/** Returns an anonymous token, as the challenge of the registry requests. Undefined if it requests something else. */
async function tokenFor(subject: string, { headers }: Response, url: URL): Promise<string | undefined> {
  const challenge = headers.get('www-authenticate') ?? '';
  if (!/^bearer /i.test(challenge)) return undefined;
  const fields = new Map(
    [...challenge.matchAll(/\b(realm|service|scope)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, value]),
  );
  const given = fields.get('realm') ?? '';
  const realm = URL.canParse(given) ? new URL(given) : undefined;
  const mayBePlain = url.protocol === 'http:' && isLocalHost(realm?.host ?? '');
  if (realm === undefined || (realm.protocol !== 'https:' && !mayBePlain))
    throw new InputError(subject, [
      `${url.host} requests a token from a server without HTTPS: install crane or skopeo`,
    ]);
  for (const key of ['service', 'scope']) {
    const value = fields.get(key);
    if (value !== undefined) realm.searchParams.set(key, value);
  }
  const response = await request(subject, realm);
  if (!response.ok) return undefined;
  try {
    const answer = readJsonObject((await read(subject, response)).toString('utf8'));
    return stringAt(answer, 'token') ?? stringAt(answer, 'access_token');
  } catch (error) {
    if (error instanceof JsonError) throw new InputError(subject, [`the token server ${realm.host} ${error.message}`]);
    throw error;
  }
}

async function request(subject: string, url: URL, token?: string): Promise<Response> {
  try {
    return await fetch(url, {
      headers: { accept: ACCEPT, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    throw new InputError(subject, [`${url.host} cannot be reached: ${reasonOf(error)}`]);
  }
}

async function read(subject: string, response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      size += part.length;
      if (size > MAX_SIZE) throw new InputError(subject, [`its answer is larger than ${MAX_SIZE} bytes, the limit`]);
      parts.push(part);
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(subject, [`its registry stopped answering: ${reasonOf(error)}`]);
  }
  return Buffer.concat(parts);
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error;
  return cause instanceof Error && cause.message !== '' ? cause.message : message;
}
