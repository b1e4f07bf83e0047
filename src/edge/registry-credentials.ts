import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { expectTypes } from '../diagnostics/expected-type';
import { fileProblem } from '../diagnostics/file-error';
import { InputError, Problems, quote } from '../diagnostics/input-error';
import { ACKNOWLEDGE_ANNOTATION, Acknowledgement, renderAcknowledgements } from '../kubernetes/acknowledgement';
import { isObject, objectAt, stringAt, type JsonObject } from '../kubernetes/manifest';
import { ManifestObject } from '../kubernetes/manifest-object';
import type { INamedObject } from '../kubernetes/named-object';
import { dnsSubdomain } from '../kubernetes/syntax';
import { Target } from '../kubernetes/target';
import { EdgeNamespace } from './edge-namespace';

/** Options of the credentials of registries. */
export interface RegistryCredentialsProps {
  /**
   * Name of the Secret.
   * @default - the construct's id
   */
  readonly name?: string;
  /** Path of a Docker configuration outside of any Git repository, such as `~/.docker/config.json` with its full path. */
  readonly file: string;
  /** Registries whose credentials the Secret contains, as the file names them, such as `ghcr.io`. */
  readonly registries: string[];
  /** Reason that the manifest contains the credentials, at least ten characters. */
  readonly reason: string;
}

const KEY = '.dockerconfigjson';
const DOCKER = 'docker login, or kubectl create secret docker-registry';

/**
 * Secret with the credentials of registries from a file, for `pullSecrets` of apps.
 *
 * The manifest contains the credentials, so that everyone who can read the output can pull the images: do not commit the output. If the
 * cluster gets the Secret in another way, give `pullSecrets` its name instead.
 *
 * ```ts
 * const registry = new RegistryCredentials(shop, 'registry', {
 *   file: '/run/ci/docker-config.json',
 *   registries: ['ghcr.io'],
 *   reason: 'the pipeline applies the output and deletes it',
 * });
 * new SecureEdgeApp(shop, 'web', { image, pullSecrets: [registry] });
 * ```
 */
export class RegistryCredentials extends Construct implements INamedObject {
  public readonly kind = 'Secret';
  /** Name of the Secret. */
  public readonly name: string;

  /**
   * @throws {@link InputError} if the name is invalid, the reason has fewer than ten characters, the file is in a Git repository or
   * cannot be read, or it does not contain the credentials of a registry. No message contains a credential.
   */
  constructor(scope: Construct, id: string, props: RegistryCredentialsProps) {
    super(scope, id);
    const subject = `RegistryCredentials ${quote(this.node.path)}`;
    expectTypes(subject, { props: [props, 'object'] });
    const { file, registries, reason } = props;
    expectTypes(subject, { file: [file, 'text'], registries: [registries, { listOf: 'text' }] });
    expectTypes(subject, { reason: [reason, 'text'] });
    this.name = props.name ?? id;
    const problems = new Problems();
    problems.add(dnsSubdomain('name', this.name));
    if (registries.length === 0) problems.add('registries must not be empty: name the registries of the images');
    const repository = repositoryOf(resolve(file));
    if (repository !== undefined)
      problems.add(
        `file must be outside of a Git repository, where a commit could contain the credentials, got ${quote(file)} in ${quote(repository)}`,
      );
    problems.throwIfAny(subject);
    const acknowledgement = new Acknowledgement({ rule: 'no-secret-manifest', reason, value: KEY });
    const content = JSON.stringify({ auths: entriesOf(file, registries, subject) });
    const namespace = EdgeNamespace.of(this)?.name ?? Chart.of(this).namespace;
    new ManifestObject(this, 'Secret', {
      apiVersion: Target.of(this)._apiVersion('Secret') ?? '',
      kind: this.kind,
      name: this.name,
      ...(namespace !== undefined && { namespace }),
      fields: ['data', 'type'],
      render: () => ({
        metadata: { annotations: { [ACKNOWLEDGE_ANNOTATION]: renderAcknowledgements([acknowledgement]) } },
        type: 'kubernetes.io/dockerconfigjson',
        data: { [KEY]: Buffer.from(content).toString('base64') },
      }),
    });
  }
}

/** Returns the closest folder around a file that is a Git repository. */
function repositoryOf(path: string): string | undefined {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return undefined;
  }
}

/** Returns the entries of registries in a Docker configuration. */
function entriesOf(file: string, registries: ReadonlyArray<string>, subject: string): JsonObject {
  const configuration = readConfiguration(file, subject);
  const auths = objectAt(configuration, 'auths');
  const helpers = objectAt(configuration, 'credHelpers');
  const problems = new Problems();
  const entries = registries.map((registry): [string, JsonObject] => {
    const entry = Object.hasOwn(auths, registry) ? objectAt(auths, registry) : {};
    const isInHelper = 'credsStore' in configuration || Object.hasOwn(helpers, registry);
    if (!hasCredentials(entry))
      problems.add(
        isInHelper
          ? `file ${quote(file)} leaves the credentials of ${quote(registry)} to a helper of this machine: use a file that contains them, written by kubectl create secret docker-registry --dry-run=client, or a token of the registry`
          : `file ${quote(file)} does not contain credentials of ${quote(registry)}: write them with ${DOCKER}, or correct the name`,
      );
    return [registry, entry];
  });
  problems.throwIfAny(subject);
  return Object.fromEntries(entries);
}

function readConfiguration(file: string, subject: string): JsonObject {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(subject, [`file ${quote(file)} ${fileProblem(error)}`]);
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // the message of the parser quotes the text
    parsed = undefined;
  }
  if (isObject(parsed)) return parsed;
  throw new InputError(subject, [`file ${quote(file)} must be the JSON of a Docker configuration`]);
}

/** Returns true for an entry with a user and a password, or with a token, of which both forms exist. */
function hasCredentials(entry: JsonObject): boolean {
  const auth = stringAt(entry, 'auth');
  if (auth !== undefined && /^[^:]+:./s.test(Buffer.from(auth, 'base64').toString('utf8'))) return true;
  return ['username', 'password'].every((key) => (stringAt(entry, key) ?? '') !== '');
}
