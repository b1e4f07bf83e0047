import { quote } from '../input-error';
import type { Loss } from '../kubernetes/loss';
import { listAt, stringAt, type JsonObject } from '../kubernetes/manifest';
import { Protocol, type Port } from '../kubernetes/port';
import { absolutePath, envName, plainText } from '../kubernetes/syntax';
import type { Target } from '../kubernetes/target';
import { volumeName } from '../kubernetes/volume-name';
import { Acknowledgement } from '../policy/acknowledgement';
import { ImagePullPolicy, type Image } from '../supply-chain/image';
import type { AppArmor } from './app-armor';
import type { EnvReference } from './env-reference';
import type { MountedFiles } from './mounted-files';
import { Probe } from './probe';
import { mebibytes, renderResources, resourceProblems, type ContainerResources } from './resources';
import type { Seccomp } from './seccomp';
import type { Weakness } from './weakness';
import type { WritableFolder } from './writable-folder';

/** What runs in a container, and what it needs. */
export interface ContainerOptions {
  /** Image: by digest, or on the gateway already. */
  readonly image: Image;
  /**
   * When the kubelet asks the registry.
   * @default - IfNotPresent by digest, Never for an image on the gateway, Always by tag
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * Program and its first arguments, in place of the image's entry point. No shell is involved.
   * @default - the image's
   */
  readonly command?: string[];
  /**
   * Arguments.
   * @default - the image's
   */
  readonly args?: string[];
  /**
   * Working directory.
   * @default - the image's
   */
  readonly workingDir?: string;
  /**
   * Ports that it listens on.
   * @default - none
   */
  readonly ports?: Port[];
  /**
   * Environment variables whose value stands here; no secrets, which would stand in git.
   * @default - none
   */
  readonly env?: Record<string, string>;
  /**
   * Environment variables whose value stands elsewhere.
   * @default - none
   */
  readonly envReferences?: Record<string, EnvReference>;
  /**
   * Files that it reads.
   * @default - none
   */
  readonly files?: MountedFiles[];
  /**
   * Folders that it may write to, beside `/tmp`; the rest of its file system is read-only.
   * @default - none
   */
  readonly writableFolders?: WritableFolder[];
  /**
   * Restarts the container when the answer is bad.
   * @default - for an app that keeps running and listens on TCP: a connection to its first port; else none
   */
  readonly livenessProbe?: Probe;
  /**
   * Sends no traffic while the answer is bad.
   * @default - for an app that keeps running and listens on TCP: a connection to its first port; else none
   */
  readonly readinessProbe?: Probe;
  /**
   * Holds back the other probes until the answer is good. Below Kubernetes 1.20: a delay of the liveness probe.
   * @default - none
   */
  readonly startupProbe?: Probe;
  /**
   * What it asks of the node, and what it may take.
   * @default - see {@link ContainerResources}
   */
  readonly resources?: ContainerResources;
  /**
   * AppArmor profile.
   * @default - of the first container: the runtime's; of the others: the first's
   */
  readonly appArmor?: AppArmor;
  /**
   * Seccomp profile.
   * @default - of the first container: the runtime's; of the others: the first's
   */
  readonly seccomp?: Seccomp;
  /**
   * Weaker ways of running, each with its reason.
   * @default - none
   */
  readonly weaknesses?: Weakness[];
}

/** What is wrong with a container. */
export function containerProblems(options: ContainerOptions): string[] {
  const { env = {}, envReferences = {}, ports = [], weaknesses = [] } = options;
  const problems: (string | undefined)[] = [];
  const { image, imagePullPolicy = image.pullPolicy } = options;
  if (image.pullPolicy === ImagePullPolicy.NEVER && imagePullPolicy !== ImagePullPolicy.NEVER)
    problems.push(
      `imagePullPolicy of an image on the gateway must be Never, got ${imagePullPolicy}: whoever owns the name in a registry would decide what runs`,
    );
  if (options.command?.length === 0) problems.push("command must not be empty: leave it out for the image's");
  if (options.workingDir !== undefined && options.workingDir !== '/')
    problems.push(absolutePath('workingDir', options.workingDir));
  for (const argument of [...(options.command ?? []), ...(options.args ?? [])])
    problems.push(plainText('argument', argument));
  for (const key of [...Object.keys(env), ...Object.keys(envReferences)])
    problems.push(envName('environment variable', key));
  for (const [key, value] of Object.entries(env)) problems.push(plainText(`environment variable ${quote(key)}`, value));
  for (const key of twice([...Object.keys(env), ...Object.keys(envReferences)]))
    problems.push(`environment variable ${quote(key)} is given in env and in envReferences: keep one`);
  for (const port of twice(ports.map((p) => `${p.number}/${p.protocol}`))) problems.push(`port ${port} is given twice`);
  for (const port of twice(ports.map((p) => p.name))) problems.push(`port name ${quote(port)} is given twice`);
  for (const path of twice(mountPathsOf(options)))
    problems.push(`two volumes are mounted at ${quote(path)}: give each a folder of its own`);
  problems.push(...resourceProblems(options.resources ?? {}));
  const disk = diskMebibytesOf(options);
  const limit = options.resources?.ephemeralStorageLimit;
  if (limit !== undefined && mebibytes(limit) < disk)
    problems.push(
      `ephemeralStorageLimit must hold the writable folders' ${disk}Mi, got ${quote(limit)}: the pod would be evicted before they are full`,
    );
  if (weaknesses.some((w) => w._unconfined === 'appArmor') && options.appArmor)
    problems.push('appArmor and Weakness.unconfinedAppArmor exclude each other: keep one');
  if (weaknesses.some((w) => w._unconfined === 'seccomp') && options.seccomp)
    problems.push('seccomp and Weakness.unconfinedSeccomp exclude each other: keep one');
  return problems.filter((p) => p !== undefined);
}

function mountPathsOf({ files = [], writableFolders = [], weaknesses = [] }: ContainerOptions): string[] {
  return [
    ...files.map((f) => f.mountPath),
    ...writableFolders.map((f) => f.path),
    ...weaknesses.flatMap((w) => w.mountPaths),
  ];
}

function diskMebibytesOf({ writableFolders = [] }: ContainerOptions): number {
  return writableFolders.reduce(
    (sum, folder) => sum + (folder.diskSize === undefined ? 0 : mebibytes(folder.diskSize)),
    0,
  );
}

/** What `/tmp` may hold; nothing when a folder of the author's stands there. */
function tmpMebibytesOf(options: ContainerOptions, { tmpSize }: ContainerPlace): number {
  return mountPathsOf(options).includes('/tmp') ? 0 : mebibytes(tmpSize);
}

function twice(values: ReadonlyArray<string>): string[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}

/**
 * What is accepted by a container's choices.
 * @param name of the container, when there are others that the acceptance must not cover
 */
export function acknowledgementsOfContainer(
  { image, envReferences = {}, weaknesses = [] }: ContainerOptions,
  name?: string,
): Acknowledgement[] {
  const ofPod = weaknesses.filter((w) => w._ofPod).flatMap((w) => w.acknowledgements);
  const ofContainer = [image, ...Object.values(envReferences), ...weaknesses.filter((w) => !w._ofPod)].flatMap(
    (choice) => choice.acknowledgements,
  );
  return [
    ...ofPod,
    ...ofContainer.map((a) => (name === undefined ? a : new Acknowledgement({ ...a, container: name }))),
  ];
}

/** Whether the app's group must own what is mounted: a Secret's files and a claim's folder belong to root. */
export function needsFsGroup({ files = [], writableFolders = [] }: ContainerOptions): boolean {
  return files.some((f) => f._secret) || writableFolders.some((f) => f.isPersistent);
}

/** Where a container stands. */
export interface ContainerPlace {
  readonly app: string;
  readonly name: string;
  readonly target: Target;
  /** Whether it gets probes on its own when none are given. */
  readonly probed: boolean;
  /** Size of the folder at `/tmp` that hardening adds. */
  readonly tmpSize: string;
}

/** The container as JSON, its volumes added to the pod spec. What hardening fills is left to it. */
export function renderContainer(
  options: ContainerOptions,
  place: ContainerPlace,
  spec: JsonObject,
): { container: JsonObject; losses: Loss[] } {
  const { env = {}, envReferences = {}, ports = [], weaknesses = [] } = options;
  const { probes, losses } = renderProbes(options, place);
  const container: JsonObject = {
    name: place.name,
    image: options.image.reference,
    imagePullPolicy: options.imagePullPolicy ?? options.image.pullPolicy,
    ...(options.command && { command: [...options.command] }),
    ...(options.args && { args: [...options.args] }),
    ...(options.workingDir !== undefined && { workingDir: options.workingDir }),
    ...(ports.length > 0 && {
      ports: ports.map((p) => ({ name: p.name, containerPort: p.number, protocol: p.protocol })),
    }),
    ...probes,
    resources: renderResources(options.resources ?? {}, diskMebibytesOf(options) + tmpMebibytesOf(options, place)),
  };
  const variables = [
    ...Object.entries(env).map(([name, value]) => ({ name, value })),
    ...Object.entries(envReferences).map(([name, reference]) => ({ name, valueFrom: reference._valueFrom })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  if (variables.length > 0) container['env'] = variables;
  mount(options, place, container, spec);
  for (const weakness of weaknesses) {
    weakness._weakenContainer(container, spec);
    weakness._weakenPod?.(spec);
  }
  return { container, losses };
}

function mount(
  { files = [], writableFolders = [] }: ContainerOptions,
  { app, name }: ContainerPlace,
  container: JsonObject,
  spec: JsonObject,
): void {
  const sources = [
    ...files.map((f) => ({ path: f.mountPath, source: f._volumeSource(app), readOnly: true })),
    ...writableFolders.map((f) => ({ path: f.path, source: f._source, readOnly: false })),
  ];
  if (sources.length === 0) return;
  const volumes = listAt(spec, 'volumes') as JsonObject[];
  const taken = new Set(volumes.map((v) => stringAt(v, 'name')));
  const mounts = sources.map(({ path, source, readOnly }) => {
    const volume = volumeName(`${name}${path}`, taken);
    taken.add(volume);
    volumes.push({ name: volume, ...source });
    return { name: volume, mountPath: path, ...(readOnly && { readOnly }) };
  });
  spec['volumes'] = volumes;
  container['volumeMounts'] = mounts;
}

function renderProbes(
  options: ContainerOptions,
  { target, probed }: ContainerPlace,
): { probes: JsonObject; losses: Loss[] } {
  const port = options.ports?.find((p) => p.protocol === Protocol.TCP);
  const connection = probed && port ? Probe.tcp(port.number) : undefined;
  const given = {
    livenessProbe: options.livenessProbe ?? connection,
    readinessProbe: options.readinessProbe ?? connection,
    startupProbe: options.startupProbe,
  };
  const probes: JsonObject = {};
  const losses: Loss[] = [];
  for (const [name, probe] of Object.entries(given)) {
    if (probe === undefined || (name === 'startupProbe' && !target._supports('startupProbe'))) continue;
    const rendered = probe._render(target);
    probes[name] = rendered.probe;
    losses.push(...rendered.losses);
  }
  if (given.startupProbe && !target._supports('startupProbe')) {
    const loss = target._loss('startupProbe', 'a startup probe');
    losses.push(given.livenessProbe ? loss : { ...loss, instead: 'nothing: there is no liveness probe to hold back' });
    if (given.livenessProbe) {
      const initialDelaySeconds = Math.max(given.livenessProbe.delaySeconds, given.startupProbe.patienceSeconds);
      probes['livenessProbe'] = { ...(probes['livenessProbe'] as JsonObject), initialDelaySeconds };
    }
  }
  return { probes, losses };
}
