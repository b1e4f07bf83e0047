import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, cpSync, mkdirSync, readFileSync } from 'node:fs';
import { request } from 'node:https';
import { createServer, type AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import { ROOT } from '../../scripts/lib/repository';
import type { Daemon } from '../cluster/daemon';
import { freePorts } from '../cluster/ports';
import type { Stage } from '../cluster/prove';
import { HOST, startNode, type Node, type NodeExtras } from '../node/node';

/** Pod, as reported by the kubelet. */
export interface KubeletPod {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly status: {
    readonly phase: string;
    readonly podIP?: string;
    readonly containerStatuses?: readonly {
      readonly name: string;
      readonly containerID?: string;
      readonly restartCount: number;
    }[];
  };
}

/** Emulated machine with the command of this library, and a kubelet without an API server. */
export class Machine implements Stage {
  /** @param folder absolute path of the folder for the disk and logs */
  public static async start(folder: string): Promise<Machine> {
    const ports = await freePorts('kubelet', 'look', 'shell');
    // the machine may boot again
    const extras: NodeExtras = { devices: [], addFiles };
    const node = startNode(folder, ports, undefined, [], extras);
    return new Machine(node, node.daemon, ports.kubelet);
  }

  private constructor(
    public readonly node: Node,
    private readonly daemon: Daemon,
    private readonly kubelet: number,
  ) {}

  /** Address of the kubelet, also on the machine itself. */
  public get kubeletAddress(): string {
    return `https://127.0.0.1:${this.kubelet}`;
  }

  public async untilBroken(): Promise<never> {
    return this.daemon.untilEnd();
  }

  public async stop(): Promise<void> {
    await this.daemon.stop();
  }

  /** Runs a command as root, and returns its exit code and output. */
  public async run(command: string): Promise<string> {
    const { code, output } = await this.node.run(command);
    return `exit ${code}: ${output}`.trim();
  }

  /** Copies a file from this host to a folder of the machine. */
  public async bring(file: string, folder: string): Promise<void> {
    const bytes = readFileSync(file);
    const server = createServer((socket) => socket.end(bytes));
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const target = `${folder}/${basename(file)}`;
    const answer = await this.run(`socat -u TCP:${HOST}:${port} CREATE:${target} && wc -c <${target}`);
    server.close();
    if (answer !== `exit 0: ${bytes.length}`) throw new Error(`${file} could not be copied: ${answer}`);
  }

  /** Returns the kubelet's pods, or an empty list if the kubelet does not answer. */
  public async pods(): Promise<KubeletPod[]> {
    const text = await this.get('/pods').catch(() => '');
    return text === '' ? [] : ((JSON.parse(text) as { items: KubeletPod[] | null }).items ?? []);
  }

  private get(path: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const options = { host: '127.0.0.1', port: this.kubelet, path, rejectUnauthorized: false, timeout: 60_000 };
      const asked = request(options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => (response.statusCode === 200 ? resolve(text) : reject(new Error(text))));
      });
      asked.on('timeout', () => asked.destroy(new Error('the kubelet does not answer')));
      asked.on('error', reject).end();
    });
  }
}

/** Writes the command with its dependencies as one file, and Node.js. */
function addFiles(folder: string): void {
  const program = join(folder, 'program');
  const home = join(program, 'node_modules/cdk8s-secure-edge');
  mkdirSync(home, { recursive: true });
  buildSync({
    absWorkingDir: ROOT,
    entryPoints: ['src/cli/secure-edge.ts'],
    outfile: join(home, 'secure-edge.js'),
    bundle: true,
    platform: 'node',
    target: 'node20',
    // errors about props name classes
    keepNames: true,
    external: ['cdk8s-secure-edge'],
    logLevel: 'error',
  });
  copyFileSync(join(ROOT, 'package.json'), join(home, 'package.json'));
  cpSync(join(ROOT, 'schemas'), join(home, 'schemas'), { recursive: true });
  copyFileSync(process.execPath, join(program, 'node'));
  copyFileSync(execFileSync('which', ['openssl'], { encoding: 'utf8' }).trim(), join(program, 'openssl'));
  copyFileSync(join(__dirname, 'guest/secure-edge'), join(program, 'secure-edge'));
  copyFileSync(join(__dirname, 'guest/gateway'), join(folder, 'gateway'));
  for (const file of ['program/node', 'program/openssl', 'program/secure-edge', 'gateway'])
    chmodSync(join(folder, file), 0o755);
}
