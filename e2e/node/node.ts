import { appendFileSync, chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { basename, join } from 'node:path';
import { command } from '../../scripts/lib/command';
import { inTemporaryFolder, ROOT } from '../../scripts/lib/repository';
import { Daemon } from '../cluster/daemon';
import { kubernetesProgram, NODE_KUBERNETES } from '../cluster/kubernetes';
import { containerdPrograms } from './containerd';
import { debian } from './debian';
import { KernelView, parseKernelView } from './kernel-view';
import { kubeletConfiguration } from './kubelet-configuration';
import { writePauseImage } from './pause-image';

const GUEST = join(__dirname, 'guest');
/** Address of the host's loopback interface in the user network of QEMU. */
export const HOST = '10.0.2.2';
const LOOK_PORT = 10_300;
const SHELL_PORT = 10_301;

export interface NodePorts {
  readonly kubelet: number;
  /** Port that returns the state of the node's kernel. */
  readonly look: number;
  /** Port that runs the received script as root. */
  readonly shell: number;
}

/** Additional devices and files of a node. */
export interface NodeExtras {
  /** Devices of the machine, as arguments of QEMU. */
  readonly devices: readonly string[];
  /** Writes files to the disk that is mounted at `/node`. If there is a program `gateway`, it runs before the container runtime. */
  readonly addFiles: (folder: string) => void;
}

/** Emulated machine: Debian with AppArmor, containerd, runc and a kubelet. */
export class Node {
  constructor(
    public readonly daemon: Daemon,
    private readonly ports: NodePorts,
    /** Log of the node's answers. */
    private readonly log: string,
  ) {}

  /** Returns the profiles and the processes of pods in the node's kernel. */
  public async look(): Promise<KernelView> {
    const text = await this.converse(this.ports.look, '', 60_000);
    const view = parseKernelView(text);
    if (view === undefined) throw new Error('the node closed the connection');
    return view;
  }

  /** Runs a shell script as root on a node that accepts scripts, and returns its output. */
  public async run(script: string): Promise<{ readonly code: number; readonly output: string }> {
    const text = await this.converse(this.ports.shell, `(\n${script}\n) 2>&1\necho "exit $?"\n`, 300_000);
    const [, output = '', code] = /^([^]*?)exit (\d+)\n$/.exec(text) ?? [];
    if (code === undefined) throw new Error(`the node closed the connection: ${text}`);
    return { code: Number(code), output: output.trim() };
  }

  private converse(port: number, words: string, patience: number): Promise<string> {
    return new Promise((resolve, reject) => {
      let text = '';
      const socket = connect(port, '127.0.0.1');
      // the connection stays open after the script is sent, because a relay would close both directions
      if (words !== '') socket.end(words);
      socket.setEncoding('utf8').setTimeout(patience, () => socket.destroy(new Error('the node does not answer')));
      socket.on('data', (part: string) => (text += part));
      socket.on('error', reject);
      socket.on('close', () => {
        appendFileSync(this.log, text);
        resolve(text);
      });
    });
  }
}

/**
 * @param nodeKubeconfig kubeconfig of a node that joins a cluster. Without it, the kubelet has no API server.
 * @param images archives to import before the kubelet starts
 * @param extras additional devices and files of a node that can boot again. A kernel panic does not stop such a node.
 */
export function startNode(
  folder: string,
  ports: NodePorts,
  nodeKubeconfig: ((host: string) => string) | undefined,
  images: readonly string[],
  extras?: NodeExtras,
): Node {
  const disk = join(folder, 'node.img');
  inTemporaryFolder((content) => {
    writeNodeFiles(content, ports, nodeKubeconfig?.(HOST), images);
    extras?.addFiles(content);
    command('mke2fs', ['-q', '-t', 'ext4', '-d', content, disk, '600M']);
  });
  const { disk: debianDisk, kernel, initrd } = debian();
  const forwards = [
    `${ports.kubelet}-:${ports.kubelet}`,
    `${ports.look}-:${LOOK_PORT}`,
    `${ports.shell}-:${SHELL_PORT}`,
  ];
  const machine = [
    // software emulation with one processor works on every host
    ...['-accel', 'tcg', '-smp', '1', '-m', '3072', '-nographic'],
    ...(extras?.devices ?? ['-no-reboot']),
    ...['-kernel', kernel, '-initrd', initrd, '-append'],
    'root=/dev/vda rw console=ttyS0 quiet net.ifnames=0 apparmor=1 security=apparmor systemd.show_status=0 panic=-1',
    ...['-drive', `file=${debianDisk},format=raw,if=virtio,snapshot=on`],
    ...['-drive', `file=${disk},format=raw,if=virtio`],
    ...['-nic', ['user,model=virtio', ...forwards.map((forward) => `hostfwd=tcp:127.0.0.1:${forward}`)].join(',')],
  ];
  return new Node(
    new Daemon('node', 'qemu-system-x86_64', machine, join(folder, 'node.log')),
    ports,
    join(folder, 'looks.log'),
  );
}

function writeNodeFiles(
  folder: string,
  { kubelet }: NodePorts,
  kubeconfig: string | undefined,
  images: readonly string[],
): void {
  cpSync(GUEST, folder, { recursive: true });
  for (const script of ['start', 'look']) chmodSync(join(folder, script), 0o755);
  if (kubeconfig !== undefined) writeFileSync(join(folder, 'kubeconfig.json'), kubeconfig);
  writeFileSync(join(folder, 'kubelet.json'), kubeletConfiguration(kubelet));

  const programs = join(folder, 'bin');
  mkdirSync(programs);
  for (const program of [kubernetesProgram(NODE_KUBERNETES, 'kubelet'), ...containerdPrograms()])
    copyFileSync(program, join(programs, basename(program)));

  mkdirSync(join(folder, 'images'));
  writePauseImage(join(folder, 'images/pause.tar'));
  for (const image of images) {
    const archive = join(ROOT, 'images/build', `${image}.tar`);
    if (!existsSync(archive)) throw new Error(`${archive} is missing: build it with npm run images -- ${image}`);
    copyFileSync(archive, join(folder, 'images', `${image}.tar`));
  }
}
