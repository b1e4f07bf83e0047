import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Endpoint, Variant, VARIANTS } from '../../../scripts/demo/outcome';
import { BUNDLE } from '../../programs';

const root = join(__dirname, '../../..');

export interface FakeAnswer {
  readonly status: number;
  readonly body: string;
  readonly hangs?: boolean;
}

/** State of the cluster that the fake kubectl simulates. */
export interface Cluster {
  readonly unreachable?: boolean;
  /** Errors that reject the applied manifests. */
  readonly refuses?: string[];
  readonly objects: any[];
  readonly answers: Partial<Record<Variant, Partial<Record<Endpoint, FakeAnswer>>>>;
  /** Number of requests to a variant that fail before one succeeds. */
  readonly failures?: Partial<Record<Variant, number>>;
  readonly loaderIsStuck?: boolean;
  /** Profiles in the kernels of the nodes. */
  readonly kernel: string[];
  /** Pods whose profile was unloaded while they ran. */
  readonly unconfined: string[];
}

export interface Run {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly cluster: Cluster;
  /** Arguments of each call of kubectl. */
  readonly calls: string[][];
}

const ok = (body: string): FakeAnswer => ({ status: 200, body });
const denied = (file: string): FakeAnswer => ({
  status: 403,
  body: `unable to open ${file}: open ${file}: permission denied`,
});
const rootFile = ok('You have read the root.txt file.');
const userFile = ok('You have read the user.txt file.');
const cpuinfo = ok('processor\t: 0\nmodel name\t: Cortex-A72\n\nprocessor\t: 1');
const root0 = ok('User: root\nUID: 0\nGID: 0');
const nobody = ok('User: nobody\nUID: 65534\nGID: 65534');

const answersOf = (
  variant: Variant,
  getuser: FakeAnswer,
  rootfile: FakeAnswer,
  procfile: FakeAnswer,
): Record<Endpoint, FakeAnswer> => ({
  '/hostname': ok(`You are querying host ${variant}-5d9f7c-x2x8k`),
  '/getuser': getuser,
  '/rootfile': rootfile,
  '/userfile': userFile,
  '/procfile': procfile,
});

/** Answers of the demo's servers if every variant is correct. */
export const goodAnswers: Record<Variant, Record<Endpoint, FakeAnswer>> = {
  'hello-root': answersOf('hello-root', root0, rootFile, cpuinfo),
  'hello-user': answersOf('hello-user', nobody, denied('root.txt'), cpuinfo),
  'hello-override': answersOf('hello-override', nobody, denied('root.txt'), cpuinfo),
  'armored-hello-user': answersOf('armored-hello-user', nobody, denied('root.txt'), cpuinfo),
  'armored-hello-denied': answersOf('armored-hello-denied', nobody, denied('root.txt'), denied('/proc/cpuinfo')),
};

const inDemo = (name: string, more: object = {}): object => ({
  name,
  namespace: name.startsWith('hello-root') ? 'secure-edge-demo-root' : 'secure-edge-demo',
  ...more,
});
const inLoader = (name: string, more: object = {}): object => ({ name, namespace: 'apparmor-loader', ...more });
const profiles = { 'secure-edge.dev/profiles': 'apparmor' };

/** Objects of a running demo. */
export function demoObjects(): any[] {
  return [
    { kind: 'Namespace', metadata: { name: 'secure-edge-demo' } },
    { kind: 'Namespace', metadata: { name: 'secure-edge-demo-root' } },
    { kind: 'Namespace', metadata: { name: 'apparmor-loader' } },
    {
      kind: 'ConfigMap',
      metadata: inLoader('profiles-1', { labels: profiles, resourceVersion: '10' }),
      data: {
        'armored-hello-user':
          'include <tunables/global>\n\nprofile armored-hello-user flags=(attach_disconnected) {\n  profile child {\n  }\n}\n',
      },
    },
    {
      kind: 'ConfigMap',
      metadata: inLoader('profiles-2', { labels: profiles, resourceVersion: '11' }),
      data: { 'armored-hello-denied': 'profile armored-hello-denied {\n}\n' },
    },
    {
      kind: 'ConfigMap',
      metadata: inLoader('apparmor-loader-retired', { uid: 'u', resourceVersion: '12', labels: profiles }),
      data: { retired: 'long-ago\n' },
    },
    {
      kind: 'DaemonSet',
      metadata: inLoader('apparmor-loader', { generation: 1, resourceVersion: '13' }),
      status: { observedGeneration: 1, desiredNumberScheduled: 2, updatedNumberScheduled: 2, numberAvailable: 2 },
    },
    { kind: 'Pod', metadata: inLoader('apparmor-loader-a', { ownedBy: 'apparmor-loader' }) },
    ...VARIANTS.flatMap((name) => [
      {
        kind: 'Deployment',
        metadata: inDemo(name, { generation: 1 }),
        spec: { replicas: 1 },
        status: { observedGeneration: 1, replicas: 1, updatedReplicas: 1, availableReplicas: 1 },
      },
      {
        kind: 'Pod',
        metadata: inDemo(`${name}-5d9f7c-x2x8k`, { ownedBy: name }),
        status: { containerStatuses: [{ name, ready: true }] },
      },
      { kind: 'Service', metadata: inDemo(name) },
    ]),
  ];
}

/** Returns a cluster in which the demo runs, with some changes. */
export function demoCluster(changes: Partial<Cluster> = {}): Cluster {
  return {
    objects: demoObjects(),
    answers: goodAnswers,
    kernel: ['armored-hello-denied', 'armored-hello-user', 'somebody-elses'],
    unconfined: [],
    ...changes,
  };
}

/** Runs a command of the demo with a fake kubectl, or without kubectl. */
export async function runDemo(
  script: 'deploy' | 'validate' | 'teardown',
  args: string[],
  cluster: Cluster | undefined,
): Promise<Run> {
  const folder = mkdtempSync(join(tmpdir(), 'demo-'));
  try {
    const bin = join(folder, 'bin');
    const file = join(folder, 'cluster.json');
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, 'node'));
    writeFileSync(file, JSON.stringify(cluster ?? {}));
    writeFileSync(join(folder, 'demo.k8s.yaml'), JSON.stringify(demoObjects()));
    if (cluster)
      writeFileSync(
        join(bin, 'kubectl'),
        `#!${process.execPath}\nrequire(${JSON.stringify(join(__dirname, 'fake-kubectl.js'))});\n`,
        { mode: 0o755 },
      );

    const child = spawn(
      process.execPath,
      [
        join(BUNDLE, `scripts/demo/${script}.js`),
        ...args.map((a) => a.replace('MANIFESTS', join(folder, 'demo.k8s.yaml'))),
      ],
      {
        cwd: root,
        env: { PATH: bin, CLUSTER: file, TMPDIR: folder },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    const calls = existsSync(`${file}.calls`) ? readFileSync(`${file}.calls`, 'utf8').trimEnd().split('\n') : [];
    return {
      code,
      stdout,
      stderr,
      cluster: JSON.parse(readFileSync(file, 'utf8')),
      calls: calls.map((line) => JSON.parse(line)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
