import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Kubectl } from '../../scripts/demo/kubectl';
import { ROOT } from '../../scripts/lib/repository';
import { Daemon } from '../cluster/daemon';
import { freePorts } from '../cluster/ports';
import { startControlPlane } from './control-plane';
import { Node, NodeExtras, startNode } from './node';

/** Result of a user's command. */
export interface Ended {
  readonly code: number;
  readonly output: string;
  readonly seconds: number;
}

/** Cluster with one node. Its control plane runs on this machine, and its node in an emulated machine. */
export class Cluster {
  private constructor(
    public readonly kubectl: Kubectl,
    public readonly node: Node,
    private readonly kubeconfig: string,
    private readonly daemons: readonly Daemon[],
  ) {}

  /**
   * Starts a cluster on free ports of the loopback interface.
   * @param folder folder for data and logs
   * @param images archives in `images/build` to import on the node
   * @param extras additional devices and files of the node
   */
  public static async start(folder: string, images: readonly string[], extras?: NodeExtras): Promise<Cluster> {
    const ports = await freePorts('etcd', 'etcdPeers', 'api', 'kubelet', 'look', 'shell');
    const plane = await startControlPlane(folder, ports);
    try {
      const node = startNode(folder, ports, plane.nodeKubeconfig, images, extras);
      const kubectl = new Kubectl({ kubeconfig: plane.kubeconfig });
      return new Cluster(kubectl, node, plane.kubeconfig, [node.daemon, ...plane.daemons]);
    } catch (error) {
      await Promise.all(plane.daemons.map((daemon) => daemon.stop()));
      throw error;
    }
  }

  /** @throws Error if a part of the cluster ends unexpectedly */
  public async untilBroken(): Promise<never> {
    return Promise.race(this.daemons.map((daemon) => daemon.untilEnd()));
  }

  /** Stops the node first, and the store last. */
  public async stop(): Promise<void> {
    const [node, etcd, ...others] = this.daemons;
    await Promise.all([node, ...others].map(async (daemon) => daemon?.stop()));
    await etcd?.stop();
  }

  /** Runs a script of `package.json` as a user of this cluster, and prints its output. */
  public async npmRun(script: string, ...args: string[]): Promise<Ended> {
    const start = performance.now();
    const child = spawn('npm', ['run', '--silent', script, '--', ...args], {
      cwd: ROOT,
      env: { ...process.env, KUBECONFIG: this.kubeconfig },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        process.stdout.write(text.replace(/^(?=.)/gm, '    '));
      });
    }
    const [code] = (await once(child, 'close')) as [number | null];
    return { code: code ?? 1, output, seconds: Math.round((performance.now() - start) / 1000) };
  }
}
