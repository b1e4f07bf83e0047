import { quote } from '../../diagnostics/input-error';
import { JsonError, readJson } from '../../kubernetes/read-json';
import { secretsInScript } from '../../kubernetes/secrets/command-secrets';
import { secretIn } from '../../kubernetes/secrets/secret-value';
import { secretsInVariable } from '../../kubernetes/secrets/text-secrets';

import { ArchiveError } from '../archive/archive-error';
import { ByteReader, drain } from '../archive/byte-reader';
import { gunzip, isGzip } from '../archive/gzip';
import { BLOCK, isHeader } from '../archive/tar-header';
import { readTar } from '../archive/tar-reader';
import { imageConfig, listedImages, type ImageConfig } from './image-config';
import { MAX_IMAGE_FINDINGS, MAX_IMAGE_JSON_FILES, MAX_IMAGE_JSON_SIZE, type ExpansionBudget } from '../limits';
import { plainPath } from './payload-path';

/** Description of an image in an archive of `docker save`. */
export interface ImageInspection {
  /** Name of the archive. */
  readonly file: string;
  readonly tags: ReadonlyArray<string>;
  /** Empty for root. */
  readonly user: string;
  /** Weaknesses of the image, one sentence each. They contain the names of secrets, but never their values. */
  readonly findings: ReadonlyArray<string>;
}

const SHELL = /^(usr\/)?(local\/)?s?bin\/(sh|bash|dash|ash|zsh|ksh|busybox)$/;
/** Mark of docker build at a step that runs no command. */
const NOT_A_COMMENT = /#\(nop\)/;
const SSH_PORT = /^22(\/tcp)?$/;

/** Finding about a file that has the name of an archive of images, but is not one. */
export const NO_IMAGE = 'is not an archive of images, but would be loaded as one';

/** Relevant content of an archive. Its files are not kept in memory. */
interface ArchiveContent {
  /** JSON of `manifest.json`. */
  list: unknown;
  /** Configurations by path. An error is thrown only if the file is the configuration of an image. */
  readonly configs: Map<string, Judged | ArchiveError>;
  readonly shells: Set<string>;
}

interface Judged {
  readonly user: string;
  readonly findings: ReadonlyArray<string>;
}

const LIST = 'manifest.json';

/**
 * Reads an archive of images to its end. A file that is not such an archive is a finding, because the old reader would load it.
 * @param budget of all decompressed bytes
 * @throws ArchiveError if the archive is damaged or exceeds a limit, with the file and the place in it
 */
export async function inspectImage(
  file: string,
  bytes: AsyncIterable<Buffer>,
  budget: ExpansionBudget,
): Promise<ImageInspection[]> {
  const content: ArchiveContent = { list: undefined, configs: new Map(), shells: new Set() };
  try {
    const isArchive = await eachEntry(bytes, budget, (path, body) => readEntry(path, body, content, budget));
    if (!isArchive || content.list === undefined) return [{ file, tags: [], user: '', findings: [NO_IMAGE] }];
    return listedImages(content.list).map(({ config, tags }) => {
      const judged = content.configs.get(config);
      if (judged === undefined)
        throw new ArchiveError(`is damaged: ${LIST}: refers to the configuration ${quote(config)}, which is missing`);
      if (judged instanceof ArchiveError) throw judged;
      return { file, tags, user: judged.user, findings: [...judged.findings, ...shellFinding(content.shells)] };
    });
  } catch (error) {
    if (error instanceof ArchiveError)
      throw new ArchiveError(`contains the image ${quote(file)}, which ${error.message}`);
    throw error;
  }
}

async function readEntry(
  path: string,
  body: AsyncIterable<Buffer>,
  content: ArchiveContent,
  budget: ExpansionBudget,
): Promise<void> {
  const { head, bytes } = await peek(body);
  if (isHeader(head) || isGzip(head)) {
    await eachEntry(bytes, budget, (name) => addShell(name, content.shells));
    return;
  }
  // other files, such as the version of an OCI layout, are not relevant
  if (path !== LIST && !isJson(head)) return;
  if (content.configs.size === MAX_IMAGE_JSON_FILES)
    throw new ArchiveError(`exceeds a limit: has more than ${MAX_IMAGE_JSON_FILES} JSON files`);
  const text = await textOf(bytes, MAX_IMAGE_JSON_SIZE);
  try {
    if (text === undefined)
      throw new ArchiveError(`exceeds a limit: ${quote(path)}: has more than ${MAX_IMAGE_JSON_SIZE} bytes`);
    const json = readJson(text);
    if (path === LIST) content.list = json;
    else content.configs.set(path, judge(imageConfig(quote(path), json)));
  } catch (error) {
    if (!(error instanceof ArchiveError || error instanceof JsonError)) throw error;
    const problem =
      error instanceof ArchiveError ? error : new ArchiveError(`is damaged: ${quote(path)}: ${error.message}`);
    if (path === LIST) throw problem;
    content.configs.set(path, problem);
  }
}

function judge({ user, environment, labels, ports, commands }: ImageConfig): Judged {
  const found = new Set<string>();
  if (/^(|0|root)(:|$)/.test(user)) found.add('runs as root');
  for (const variable of environment) {
    const [name, value] = assignment(variable);
    if (secretsInVariable(name, value).length > 0)
      found.add(`has a secret in the environment variable ${shortName(name)}`);
  }
  for (const [name, value] of labels)
    if (secretIn(name, value) !== undefined) found.add(`has a secret in the label ${shortName(name)}`);
  for (const step of commands)
    for (const { name } of secretsInScript(step.replace(NOT_A_COMMENT, '')))
      found.add(`has a secret in its history${name === undefined ? '' : `, ${shortName(name)}`}`);
  if (ports.some((port) => SSH_PORT.test(port))) found.add('has an ssh port, 22');
  return { user, findings: cut([...found]) };
}

function cut(findings: ReadonlyArray<string>): ReadonlyArray<string> {
  const more = findings.length - MAX_IMAGE_FINDINGS;
  return more <= 0 ? findings : [...findings.slice(0, MAX_IMAGE_FINDINGS), `has ${more} more findings`];
}

/** Longest name of a variable in a finding. Longer names are cut. */
const LONGEST_NAME = 100;

function shortName(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}

/** Splits a variable at its first `=`. */
function assignment(variable: string): [string, string] {
  const end = variable.indexOf('=');
  return end === -1 ? [variable, ''] : [variable.slice(0, end), variable.slice(end + 1)];
}

function shellFinding(shells: ReadonlySet<string>): string[] {
  return shells.size === 0 ? [] : [`has a shell, ${[...shells].sort().join(', ')}`];
}

function addShell(path: string, shells: Set<string>): Promise<void> {
  if (SHELL.test(path)) shells.add(`/${path}`);
  return Promise.resolve();
}

function isJson(head: Buffer): boolean {
  return /^\s*[{[]/.test(head.toString('latin1'));
}

/** Reads the text of a stream. Undefined if it is longer than the limit. */
async function textOf(bytes: AsyncIterable<Buffer>, limit: number): Promise<string | undefined> {
  const read = await new ByteReader(bytes).read(limit + 1);
  return read.length > limit ? undefined : read.toString('utf8');
}

/** Reads a tar archive, compressed or not. Returns false for other bytes, which are skipped. */
async function eachEntry(
  bytes: AsyncIterable<Buffer>,
  budget: ExpansionBudget,
  use: (path: string, body: AsyncIterable<Buffer>) => Promise<void>,
): Promise<boolean> {
  const given = await peek(bytes);
  const plain = isGzip(given.head) ? await peek(budget.bound(gunzip(given.bytes))) : given;
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
