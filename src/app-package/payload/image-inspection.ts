import { ArchiveError } from '../archive/archive-error';
import { secretsInScript } from '../../kubernetes/secrets/command-secrets';
import { secretIn } from '../../kubernetes/secrets/secret-value';
import { secretsInVariable } from '../../kubernetes/secrets/text-secrets';
import { quote } from '../../diagnostics/input-error';
import { MAX_IMAGE_FINDINGS, type ExpansionBudget } from '../limits';
import type { ImageConfig } from './image-config';
import { ImageContent, type FoundImage, type UnreadLayer } from './image-content';
import { Layer, shellsOf } from './layer';

/** Description of an image in an archive of images. */
export interface ImageInspection {
  /** Name of the archive. */
  readonly file: string;
  readonly tags: ReadonlyArray<string>;
  /** Empty for root. */
  readonly user: string;
  /** Weaknesses of the image, one sentence each. They contain the names of secrets, but never their values. */
  readonly findings: ReadonlyArray<string>;
}

/** Mark of docker build at a step that runs no command. */
const NOT_A_COMMENT = /#\(nop\)/;
const SSH_PORT = /^22(\/tcp)?$/;

/** Finding about a file that has the name of an archive of images, but is not one. */
export const NO_IMAGE = 'is not an archive of images, but would be loaded as one';

interface Judged {
  readonly user: string;
  readonly findings: ReadonlyArray<string>;
}

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
  try {
    const images = await new ImageContent(judge, budget).read(bytes);
    if (images === undefined) return [{ file, tags: [], user: '', findings: [NO_IMAGE] }];
    return images.map((image) => inspected(file, image));
  } catch (error) {
    if (error instanceof ArchiveError)
      throw new ArchiveError(`contains the image ${quote(file)}, which ${error.message}`);
    throw error;
  }
}

function inspected(file: string, { tags, judged, layers }: FoundImage<Judged>): ImageInspection {
  const shells = shellsOf(layers.filter((layer) => layer instanceof Layer));
  const unread = layers.filter((layer): layer is UnreadLayer => !(layer instanceof Layer));
  return {
    file,
    tags,
    user: judged.user,
    findings: [
      ...judged.findings,
      ...(shells.length === 0 ? [] : [`has a shell, ${shells.join(', ')}`]),
      ...[...new Set(unread.map((layer) => layer.unread))].map((reason) => unreadFinding(reason, unread.length)),
    ],
  };
}

function unreadFinding(reason: string, count: number): string {
  return `has ${count === 1 ? 'a layer' : `${count} layers`} that could not be read: ${reason}; its shells are unknown`;
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
