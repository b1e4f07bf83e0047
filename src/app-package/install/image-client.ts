import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { InputError, quote } from '../../diagnostics/input-error';
import { isObject, objectAt, stringAt } from '../../kubernetes/manifest';
import { decompress, isCompressed } from '../archive/compression';
import { BLOCK } from '../archive/tar-header';
import { readBytes, readStream } from '../files/read-file';
import { plainTag } from './image-conflicts';
import { isOnPath, ProgramError, runProgram } from './program';

/** Commands of a program that loads images to its container runtime. */
interface Commands {
  readonly list: ReadonlyArray<string>;
  readonly load: ReadonlyArray<string>;
  /** Command that removes names of images, and the images that have no other name. */
  readonly remove: ReadonlyArray<string>;
  /** Command that prints the id of an image. Undefined if {@link containerdId} is needed. */
  readonly id?: ReadonlyArray<string>;
  /** Program of containerd, with the namespace of the kubelet's images. */
  readonly containerd?: ReadonlyArray<string>;
}

const ENGINE: Commands = {
  list: ['images', '--format', '{{.Repository}}:{{.Tag}}'],
  load: ['load'],
  remove: ['rmi'],
  id: ['image', 'inspect', '--format', '{{.Id}}'],
};

function containerd(...before: ReadonlyArray<string>): Commands {
  const program = [...before, '--namespace', 'k8s.io'];
  return {
    list: [...program, 'images', 'list', '--quiet'],
    load: [...program, 'images', 'import', '-'],
    remove: [...program, 'images', 'remove'],
    containerd: program,
  };
}

/** Milliseconds between two attempts to reach a runtime. One attempt is made for each second. */
const PAUSE = 1000;

/** Programs in the order of preference. */
const CLIENTS: ReadonlyMap<string, Commands> = new Map(
  Object.entries({
    ctr: containerd(),
    k3s: containerd('ctr'),
    podman: ENGINE,
    docker: ENGINE,
  }),
);

/** Program for each runtime name of `crictl version`. */
const OF_RUNTIME: ReadonlyMap<string, string> = new Map([
  ['containerd', 'ctr'],
  ['cri-o', 'podman'],
  ['docker', 'docker'],
]);

/** Program that loads images for the kubelet of this machine. */
export class ImageClient {
  /** Names of the programs that can be one. */
  public static readonly NAMES: ReadonlyArray<string> = [...CLIENTS.keys()];

  /**
   * Finds the program of the runtime that crictl reports, or else the first one on the path.
   * @param name requested program
   * @throws InputError if no program is found
   */
  public static async find(name?: string): Promise<ImageClient> {
    const found = name ?? (await ofRuntime()) ?? (await firstOnPath());
    if (found === undefined || !(await isOnPath(found)))
      throw new InputError('images', [
        `cannot be loaded: ${found === undefined ? `none of ${ImageClient.NAMES.join(', ')}` : `no ${quote(found)}`} is on the path`,
      ]);
    return new ImageClient(found);
  }

  /**
   * Finds the program, and waits until its runtime answers, for example at boot.
   * @param patience seconds to wait; 0 to not wait
   * @param onWait receives a note if the runtime does not answer at once
   * @throws InputError if no program is found
   * @throws ProgramError if the runtime does not answer in time
   */
  public static async findReady(
    name: string | undefined,
    patience: number,
    onWait: (note: string) => void,
  ): Promise<ImageClient> {
    for (let attempt = 0; ; attempt++) {
      // the runtime determines the program, so it is looked for again
      const client = await ImageClient.find(name);
      if (patience === 0) return client;
      try {
        await client.tags();
        return client;
      } catch (error) {
        if (!(error instanceof ProgramError) || attempt >= patience) throw error;
        if (attempt === 0) onWait(`the container runtime does not answer yet: waiting at most ${patience} s`);
        await setTimeout(PAUSE);
      }
    }
  }

  private readonly commands: Commands;

  private constructor(private readonly name: string) {
    this.commands = CLIENTS.get(name) ?? ENGINE;
  }

  /** Returns the names of the images in the runtime. */
  public async tags(): Promise<string[]> {
    const lines = (await runProgram([this.name, ...this.commands.list])).split('\n');
    return lines.map((line) => line.trim()).filter((line) => line !== '');
  }

  /**
   * Returns the SHA-256 of the configuration of an image in the runtime, in hex. Undefined if the runtime does not report it.
   * @param tag name from {@link tags}
   */
  public async idOf(tag: string): Promise<string | undefined> {
    if (this.commands.containerd !== undefined) return containerdId([this.name, ...this.commands.containerd], tag);
    const output = await runProgram([this.name, ...(this.commands.id ?? []), tag]).catch(() => '');
    return DIGEST.exec(output)?.[1];
  }

  /**
   * Removes names of images, and the images that have no other name.
   * @param plain plain names; those that the runtime does not have are ignored
   * @returns one sentence for each name that could not be removed
   */
  public async remove(plain: ReadonlySet<string>): Promise<string[]> {
    const doomed = (await this.tags()).filter((tag) => plain.has(plainTag(tag)));
    if (doomed.length === 0) return [];
    const { remove, containerd } = this.commands;
    const own = containerd === undefined ? [] : await this.namesOfKubelet(new Set(doomed));
    const problems: string[] = [];
    for (const names of containerd === undefined ? doomed.map((tag) => [tag]) : [[...doomed, ...own]])
      await runProgram([this.name, ...remove, ...names]).catch((error: Error) =>
        problems.push(`image ${names.join(', ')} stays: ${error.message}`),
      );
    return problems;
  }

  /** Returns the names that the kubelet's interface gives to images of which no other name stays: `sha256:` and an id. */
  private async namesOfKubelet(doomed: ReadonlySet<string>): Promise<string[]> {
    const table = await runProgram([this.name, ...(this.commands.containerd ?? []), 'images', 'list']);
    const rows = table.split('\n').flatMap((line) => {
      const [name = ''] = line.split(/\s/);
      const digest = DIGEST.exec(line.slice(name.length))?.[1];
      return name === '' || digest === undefined ? [] : [{ name, digest }];
    });
    const kept = new Set(
      rows.filter(({ name }) => !doomed.has(name) && !KUBELET_NAME.test(name)).map(({ digest }) => digest),
    );
    const removed = new Set(rows.filter(({ name }) => doomed.has(name)).map(({ digest }) => digest));
    return rows
      .filter(({ name, digest }) => KUBELET_NAME.test(name) && removed.has(digest) && !kept.has(digest))
      .map(({ name }) => name);
  }

  /** Loads the images of an archive, compressed or not. */
  public async load(archive: string): Promise<void> {
    const file = await open(archive, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      const { size } = await file.stat();
      const bytes = readStream(file, 0, size);
      const head = await readBytes(file, 0, BLOCK);
      const plain = isCompressed(head) ? decompress(head, bytes) : bytes;
      await runProgram([this.name, ...this.commands.load], plain);
    } finally {
      await file.close();
    }
  }
}

/** Name that containerd's part for the kubelet gives to an image. */
const KUBELET_NAME = /^sha256:[0-9a-f]{64}$/;

/** Digest as a whole line or as a column of a table. */
const DIGEST = /(?:^|[\s:])([0-9a-f]{64})(?:\s|$)/;

/** Returns the id of an image in containerd. It lists the digest of the manifest, which contains that of the configuration. */
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

/** Returns the image of pod sandboxes. Undefined if the runtime does not report it to crictl. */
export async function sandboxImage(): Promise<string | undefined> {
  const output = await runProgram(['crictl', 'info']).catch(() => '');
  try {
    const info: unknown = JSON.parse(output);
    return isObject(info) ? stringAt(objectAt(info, 'config'), 'sandboxImage') : undefined;
  } catch {
    return undefined;
  }
}

async function firstOnPath(): Promise<string | undefined> {
  for (const name of ImageClient.NAMES) if (await isOnPath(name)) return name;
  return undefined;
}

/** Returns the client of the runtime that crictl is configured for, which is that of the kubelet. */
async function ofRuntime(): Promise<string | undefined> {
  const output = await runProgram(['crictl', 'version']).catch(() => '');
  const client = OF_RUNTIME.get(/^RuntimeName: *(\S+)/m.exec(output)?.[1] ?? '');
  return client !== undefined && (await isOnPath(client)) ? client : undefined;
}
