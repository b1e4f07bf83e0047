import { ProgramError, runProgram } from '../app-package/install/program';
import { InputError, quote } from '../diagnostics/input-error';
import { referenceOf, type ImageSource } from './image-source';
import { isInLocalRegistry } from './local-registry';

/** Commands of a program that reads from registries with its own credentials. */
interface Commands {
  /** Command that succeeds if the program can read manifests. */
  readonly probe: ReadonlyArray<string>;
  /** Command that prints the bytes of a manifest. */
  readonly manifest: (reference: string) => ReadonlyArray<string>;
  /** Command that prints the configuration of an image, or at least its platform. */
  readonly config: (repository: string, digest: string, manifest: string) => ReadonlyArray<string>;
}

/**
 * Programs in the order of preference. podman and ctr are not in the list: they show a digest only after they have pulled the
 * image.
 */
const TOOLS: ReadonlyMap<string, Commands> = new Map<string, Commands>([
  [
    'crane',
    {
      probe: ['version'],
      manifest: (reference) => ['manifest', reference],
      config: (repository, digest) => ['blob', `${repository}@${digest}`],
    },
  ],
  [
    'skopeo',
    {
      probe: ['--version'],
      manifest: (reference) => skopeo('--raw', reference),
      config: (repository, _digest, manifest) => skopeo('--config', '--raw', `${repository}@${manifest}`),
    },
  ],
  [
    'regctl',
    {
      probe: ['version'],
      manifest: (reference) => ['manifest', 'get', '--format', 'raw-body', reference],
      config: (repository, digest) => ['blob', 'get', repository, digest],
    },
  ],
  [
    'oras',
    {
      probe: ['version'],
      manifest: (reference) => ['manifest', 'fetch', reference],
      config: (repository, digest) => ['blob', 'fetch', '--output', '-', `${repository}@${digest}`],
    },
  ],
  [
    'docker',
    {
      probe: ['buildx', 'version'],
      manifest: (reference) => ['buildx', 'imagetools', 'inspect', '--raw', reference],
      config: (repository, _digest, manifest) => [
        'buildx',
        'imagetools',
        'inspect',
        '--format',
        '{{json .Image}}',
        `${repository}@${manifest}`,
      ],
    },
  ],
]);

/** skopeo speaks HTTP only if an option says so. */
function skopeo(...words: [...string[], string]): string[] {
  const reference = words.pop()!;
  const verification = isInLocalRegistry(reference) ? ['--tls-verify=false'] : [];
  return ['inspect', ...verification, ...words, `docker://${reference}`];
}

/** Names of the programs that can read from registries. */
export const REGISTRY_TOOLS: ReadonlyArray<string> = [...TOOLS.keys()];

/**
 * Returns the first program on the path that can read from registries, or the requested one. Undefined if there is none.
 * @throws InputError if the requested program cannot be run
 */
export async function findRegistryTool(requested?: string): Promise<ImageSource | undefined> {
  for (const [name, commands] of TOOLS) {
    if (requested !== undefined && requested !== name) continue;
    const failure = await runProgram([name, ...commands.probe]).then(
      () => undefined,
      (error: unknown) => (error instanceof ProgramError ? error.message : Promise.reject(error as Error)),
    );
    if (failure === undefined) return sourceOf(name, commands);
    if (requested !== undefined)
      throw new InputError(`program ${quote(requested)}`, [`${failure}: install it, or remove --tool`]);
  }
  return undefined;
}

function sourceOf(name: string, commands: Commands): ImageSource {
  return {
    name,
    manifest: (image) => {
      const reference = referenceOf(image);
      return output(reference, [name, ...commands.manifest(reference)]);
    },
    config: (repository, digest, manifest) =>
      output(`${repository}@${manifest}`, [name, ...commands.config(repository, digest, manifest)]),
  };
}

async function output(reference: string, command: ReadonlyArray<string>): Promise<Buffer> {
  try {
    return Buffer.from(await runProgram(command), 'utf8');
  } catch (error) {
    if (error instanceof ProgramError) throw new InputError(`image ${quote(reference)}`, [error.message]);
    throw error;
  }
}
