import { copyFileSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { command } from '../../scripts/command';
import { cached } from '../../scripts/repository';
import { timed } from './timed';

interface Build {
  /** Folder beside this file: a Go module whose `tool` lines name the programs. */
  readonly folder: string;
  /** The module that they come from; its version is the one in `go.mod`. */
  readonly module: string;
  readonly tags: string;
  /** Texts that the programs know themselves by. */
  readonly stamps: (version: string) => Readonly<Record<string, string>>;
}

const KUBERNETES: Build = {
  folder: join(__dirname, 'kubernetes'),
  module: 'k8s.io/kubernetes',
  tags: '',
  stamps: (version) => {
    const [major, minor] = version.split('.');
    const stamp = 'k8s.io/component-base/version.git';
    return { [`${stamp}Version`]: `v${version}`, [`${stamp}Major`]: major, [`${stamp}Minor`]: minor };
  },
};

const CONTAINERD: Build = {
  folder: join(__dirname, 'containerd'),
  module: 'github.com/containerd/containerd/v2',
  tags: 'no_btrfs,no_devmapper',
  stamps: (version) => ({ 'github.com/containerd/containerd/v2/version.Version': version }),
};

/** Folder of kube-apiserver, kube-controller-manager, kube-scheduler and kubelet, built when missing. */
export function kubernetesPrograms(): string {
  return programs(KUBERNETES);
}

/** Folder of containerd, its shim and ctr, built when missing. */
export function containerdPrograms(): string {
  return programs(CONTAINERD);
}

function programs(build: Build): string {
  const version = moduleVersion(build);
  return cached(`e2e/${basename(build.folder)}-${version}`, (folder) => {
    const inModule = (...args: string[]): string => goCommand(['-C', build.folder, ...args]);
    const stamps = Object.entries(build.stamps(version)).map(([name, text]) => `-X ${name}=${text}`);
    const flags = ['-trimpath', '-buildvcs=false', `-tags=${build.tags}`, `-ldflags=-s -w ${stamps.join(' ')}`];
    for (const tool of inModule('list', 'tool').trim().split('\n'))
      timed(`build ${basename(tool)} ${version}`, () =>
        inModule('build', ...flags, '-o', join(folder, basename(tool)), tool),
      );
    const source = inModule('list', '-m', '-f', '{{.Dir}}', build.module).trim();
    copyFileSync(join(source, 'LICENSE'), join(folder, 'LICENSE'));
  });
}

function moduleVersion({ folder, module }: Build): string {
  const required = readFileSync(join(folder, 'go.mod'), 'utf8')
    .split('\n')
    .map((line) => line.trim().replace(/^require /, ''))
    .find((line) => line.startsWith(`${module} v`));
  if (required === undefined) throw new Error(`${folder}/go.mod requires no ${module}`);
  return required.slice(module.length + 2).split(' ')[0];
}

/** Builds the process that holds a pod's namespaces. */
export function buildPause(file: string): void {
  goCommand([
    '-C',
    join(__dirname, 'pause'),
    'build',
    '-trimpath',
    '-buildvcs=false',
    '-ldflags=-s -w',
    '-o',
    file,
    '.',
  ]);
}

/** These builds take every processor for minutes, and yield to whatever else there is to do. */
function goCommand(args: string[]): string {
  return command('nice', ['-n', '15', 'go', ...args], { env: { CGO_ENABLED: '0', GOOS: 'linux', GOARCH: 'amd64' } });
}
