import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { InputError, quote } from '../../diagnostics/input-error';
import { isObject, objectAt, stringAt } from '../../kubernetes/manifest';
import { gunzip, isGzip } from '../archive/gzip';
import { readBytes, readStream } from '../files/read-file';
import { isOnPath, runProgram } from './program';

/** How a program brings images to the container runtime that it belongs to. */
interface Commands {
  readonly list: ReadonlyArray<string>;
  readonly load: ReadonlyArray<string>;
  /** Prints the id of an image; undefined where it takes {@link containerdId}. */
  readonly id?: ReadonlyArray<string>;
  /** The program of containerd, in its namespace of the kubelet's images. */
  readonly containerd?: ReadonlyArray<string>;
}

const ENGINE: Commands = {
  list: ['images', '--format', '{{.Repository}}:{{.Tag}}'],
  load: ['load'],
  id: ['image', 'inspect', '--format', '{{.Id}}'],
};

function containerd(...before: ReadonlyArray<string>): Commands {
  const program = [...before, '--namespace', 'k8s.io'];
  return {
    list: [...program, 'images', 'list', '--quiet'],
    load: [...program, 'images', 'import', '-'],
    containerd: program,
  };
}

/** In the order in which they are looked for. */
const CLIENTS: ReadonlyMap<string, Commands> = new Map(
  Object.entries({
    ctr: containerd(),
    k3s: containerd('ctr'),
    podman: ENGINE,
    docker: ENGINE,
  }),
);

/** What `crictl version` calls the runtime, and whose images it sees. */
const OF_RUNTIME: ReadonlyMap<string, string> = new Map([
  ['containerd', 'ctr'],
  ['cri-o', 'podman'],
  ['docker', 'docker'],
]);

/** The program that loads images for the kubelet of this machine. */
export class ImageClient {
  /** Names of the programs that can be one. */
  public static readonly NAMES: ReadonlyArray<string> = [...CLIENTS.keys()];

  /**
   * The one that belongs to the runtime that crictl sees; else the first that is there.
   * @param name asked for, whatever is there
   * @throws InputError when there is none
   */
  public static async find(name?: string): Promise<ImageClient> {
    const found = name ?? (await ofRuntime()) ?? (await firstOnPath());
    if (found === undefined || !(await isOnPath(found)))
      throw new InputError('images', [
        `cannot be loaded: ${found === undefined ? `none of ${ImageClient.NAMES.join(', ')}` : `no ${quote(found)}`} is on the path`,
      ]);
    return new ImageClient(found);
  }

  private readonly commands: Commands;

  private constructor(private readonly name: string) {
    this.commands = CLIENTS.get(name) ?? ENGINE;
  }

  /** Names of the images that are there. */
  public async tags(): Promise<string[]> {
    const lines = (await runProgram([this.name, ...this.commands.list])).split('\n');
    return lines.map((line) => line.trim()).filter((line) => line !== '');
  }

  /**
   * SHA-256 of the configuration of an image that is there, in hex; undefined when the runtime does not tell it.
   * @param tag as {@link tags} gives it
   */
  public async idOf(tag: string): Promise<string | undefined> {
    if (this.commands.containerd !== undefined) return containerdId([this.name, ...this.commands.containerd], tag);
    const said = await runProgram([this.name, ...(this.commands.id ?? []), tag]).catch(() => '');
    return DIGEST.exec(said)?.[1];
  }

  /** Loads what is in an archive, compressed or not. */
  public async load(archive: string): Promise<void> {
    const file = await open(archive, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { size } = await file.stat();
      const bytes = readStream(file, 0, size);
      const plain = isGzip(await readBytes(file, 0, 2)) ? gunzip(bytes) : bytes;
      await runProgram([this.name, ...this.commands.load], plain);
    } finally {
      await file.close();
    }
  }
}

/** As a whole line, or as a column of a table. */
const DIGEST = /(?:^|[\s:])([0-9a-f]{64})(?:\s|$)/;

/** containerd lists the digest of an image's manifest; the manifest contains that of the configuration. */
async function containerdId(program: ReadonlyArray<string>, tag: string): Promise<string | undefined> {
  try {
    const table = await runProgram([...program, 'images', 'list', `name==${tag}`]);
    const digest = DIGEST.exec(table)?.[1];
    if (digest === undefined) return undefined;
    const manifest: unknown = JSON.parse(await runProgram([...program, 'content', 'get', `sha256:${digest}`]));
    const config = isObject(manifest) ? stringAt(objectAt(manifest, 'config'), 'digest') : undefined;
    return DIGEST.exec(config ?? '')?.[1];
  } catch {
    return undefined;
  }
}

/** The image of pod sandboxes, where the runtime tells it to crictl. */
export async function sandboxImage(): Promise<string | undefined> {
  const said = await runProgram(['crictl', 'info']).catch(() => '');
  try {
    const info: unknown = JSON.parse(said);
    return isObject(info) ? stringAt(objectAt(info, 'config'), 'sandboxImage') : undefined;
  } catch {
    return undefined;
  }
}

async function firstOnPath(): Promise<string | undefined> {
  for (const name of ImageClient.NAMES) if (await isOnPath(name)) return name;
  return undefined;
}

/** The client of the runtime that the kubelet uses, as crictl is set up to ask it. */
async function ofRuntime(): Promise<string | undefined> {
  const said = await runProgram(['crictl', 'version']).catch(() => '');
  const client = OF_RUNTIME.get(/^RuntimeName: *(\S+)/m.exec(said)?.[1] ?? '');
  return client !== undefined && (await isOnPath(client)) ? client : undefined;
}
