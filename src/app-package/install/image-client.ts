import { open } from 'node:fs/promises';
import { InputError, quote } from '../../input-error';
import { gunzip, isGzip } from '../archive/gzip';
import { readBytes, readStream } from '../read-file';
import { isOnPath, runProgram } from './program';

/** How a program brings images to the container runtime that it belongs to. */
interface Commands {
  readonly list: ReadonlyArray<string>;
  readonly load: ReadonlyArray<string>;
}

const CONTAINERD: Commands = {
  list: ['--namespace', 'k8s.io', 'images', 'list', '--quiet'],
  load: ['--namespace', 'k8s.io', 'images', 'import', '-'],
};
const ENGINE: Commands = { list: ['images', '--format', '{{.Repository}}:{{.Tag}}'], load: ['load'] };

/** In the order in which they are looked for. */
const CLIENTS: Readonly<Record<string, Commands>> = {
  ctr: CONTAINERD,
  k3s: { list: ['ctr', ...CONTAINERD.list], load: ['ctr', ...CONTAINERD.load] },
  podman: ENGINE,
  docker: ENGINE,
};

/** What `crictl version` calls the runtime, and whose images it sees. */
const OF_RUNTIME: Readonly<Record<string, string>> = { containerd: 'ctr', 'cri-o': 'podman', docker: 'docker' };

/** The program that loads images for the kubelet of this machine. */
export class ImageClient {
  /** Names of the programs that can be one. */
  public static readonly NAMES: ReadonlyArray<string> = Object.keys(CLIENTS);

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
    this.commands = CLIENTS[name] ?? ENGINE;
  }

  /** Names of the images that are there. */
  public async tags(): Promise<string[]> {
    const lines = (await runProgram([this.name, ...this.commands.list])).split('\n');
    return lines.map((line) => line.trim()).filter((line) => line !== '');
  }

  /** Loads what is in an archive, compressed or not. */
  public async load(archive: string): Promise<void> {
    const file = await open(archive);
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

async function firstOnPath(): Promise<string | undefined> {
  for (const name of ImageClient.NAMES) if (await isOnPath(name)) return name;
  return undefined;
}

/** The client of the runtime that the kubelet uses, as crictl is set up to ask it. */
async function ofRuntime(): Promise<string | undefined> {
  const said = await runProgram(['crictl', 'version']).catch(() => '');
  const client = OF_RUNTIME[/^RuntimeName: *(\S+)/m.exec(said)?.[1] ?? ''];
  return client !== undefined && (await isOnPath(client)) ? client : undefined;
}
