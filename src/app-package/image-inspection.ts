import { isSecretName, isSecretText } from '../kubernetes/secret-text';
import { ByteReader, drain } from './archive/byte-reader';
import { gunzip, isGzip } from './archive/gzip';
import { BLOCK, isHeader } from './archive/tar-header';
import { readTar } from './archive/tar-reader';
import { bounded, type PackageLimits } from './limits';
import { plainPath } from './payload-path';

/** What an image in an archive of `docker save` says of itself. */
export interface ImageInspection {
  /** The archive's name. */
  readonly file: string;
  readonly tags: ReadonlyArray<string>;
  /** Empty for root. */
  readonly user: string;
  /** What an attacker would be glad of. Secrets are named, never shown. */
  readonly findings: ReadonlyArray<string>;
}

interface ImageConfig {
  readonly config?: {
    readonly User?: string;
    readonly Env?: string[] | null;
    readonly ExposedPorts?: Readonly<Record<string, unknown>> | null;
  };
  readonly history?: { readonly created_by?: string }[] | null;
}

interface ImageList {
  readonly Config: string;
  readonly RepoTags?: string[] | null;
}

/** Manifests and configurations are smaller. */
const LARGEST_JSON = 4 * 1024 * 1024;

const SHELL = /^(usr\/)?(local\/)?s?bin\/(sh|bash|dash|ash|zsh|ksh|busybox)$/;
/** Where a secret is, not what it is. */
const REFERENCE_NAME = /_(file|path|dir|name|url)$/i;
const ASSIGNMENT = /\b([A-Za-z_][A-Za-z0-9_]*)=(?=[^\s$'"]|["'][^"'$])/g;
const SSH_PORT = /^22(\/tcp)?$/;

/** Reads an archive of images to its end. What is no such archive is said, too: the old reader would load it. */
export async function inspectImage(
  file: string,
  bytes: AsyncIterable<Buffer>,
  limits: Required<PackageLimits>,
): Promise<ImageInspection[]> {
  const jsons = new Map<string, unknown>();
  const shells = new Set<string>();
  const isArchive = await eachEntry(bytes, limits, async (name, body) => {
    const json = await readJson(body);
    if (json.value !== undefined) jsons.set(name, json.value);
    else await eachEntry(json.bytes, limits, (path) => addShell(path, shells));
  });
  const list = jsons.get('manifest.json');
  if (!isArchive || !Array.isArray(list))
    return [{ file, tags: [], user: '', findings: ['is no archive of an image, but would be loaded as one'] }];
  return (list as ImageList[]).map(({ Config, RepoTags }) => {
    const config = (jsons.get(plainPath(Config)) ?? {}) as ImageConfig;
    const user = config.config?.User ?? '';
    return { file, tags: RepoTags ?? [], user, findings: [...findings(config), ...shellFinding(shells)] };
  });
}

function findings({ config = {}, history }: ImageConfig): string[] {
  const { User: user = '', Env: env, ExposedPorts: ports } = config;
  const found: string[] = [];
  if (/^(|0|root)(:|$)/.test(user)) found.push('runs as root');
  for (const variable of env ?? [])
    for (const name of secretNames(variable)) found.push(`has a secret in the environment variable ${name}`);
  for (const { created_by: step = '' } of history ?? []) {
    for (const name of secretNames(step)) found.push(`has a secret in its history, ${name}`);
    if (isSecretText('', step)) found.push('has a secret in its history');
  }
  if (Object.keys(ports ?? {}).some((port) => SSH_PORT.test(port))) found.push('has an ssh port, 22');
  return [...new Set(found)];
}

function secretNames(text: string): string[] {
  return [...text.matchAll(ASSIGNMENT)]
    .map(([, name = '']) => name)
    .filter((name) => isSecretName(name) && !REFERENCE_NAME.test(name));
}

function shellFinding(shells: ReadonlySet<string>): string[] {
  return shells.size === 0 ? [] : [`has a shell, ${[...shells].sort().join(', ')}`];
}

function addShell(path: string, shells: Set<string>): Promise<void> {
  if (SHELL.test(path)) shells.add(`/${path}`);
  return Promise.resolve();
}

/** The JSON that some bytes are; or the bytes, to be read anew. */
async function readJson(body: AsyncIterable<Buffer>): Promise<{ value?: unknown; bytes: AsyncIterable<Buffer> }> {
  const reader = new ByteReader(body);
  const head = await reader.read(BLOCK);
  const bytes = withHead(head, reader);
  if (head[0] !== 0x7b && head[0] !== 0x5b) return { bytes };
  const text = Buffer.concat([head, await reader.read(LARGEST_JSON)]).toString('utf8');
  try {
    return { value: JSON.parse(text) as unknown, bytes };
  } catch {
    return { bytes: reader.remaining() };
  }
}

/** Reads a tar archive, compressed or not; anything else is read over. */
async function eachEntry(
  bytes: AsyncIterable<Buffer>,
  limits: Required<PackageLimits>,
  use: (path: string, body: AsyncIterable<Buffer>) => Promise<void>,
): Promise<boolean> {
  const given = await peek(bytes);
  const plain = isGzip(given.head) ? await peek(bounded(gunzip(given.bytes), limits)) : given;
  if (!isHeader(plain.head)) {
    await drain(plain.bytes);
    return false;
  }
  for await (const { name, body } of readTar(plain.bytes)) await use(plainPath(name), body);
  return true;
}

async function peek(source: AsyncIterable<Buffer>): Promise<{ head: Buffer; bytes: AsyncGenerator<Buffer> }> {
  const reader = new ByteReader(source);
  const head = await reader.read(BLOCK);
  return { head, bytes: withHead(head, reader) };
}

async function* withHead(head: Buffer, reader: ByteReader): AsyncGenerator<Buffer> {
  yield head;
  yield* reader.remaining();
}
