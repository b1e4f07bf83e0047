import { quote } from '../diagnostics/input-error';
import type { Loss } from '../kubernetes/loss';
import { listAt, stringAt, type JsonObject } from '../kubernetes/manifest';
import { Protocol } from '../kubernetes/port';
import { absolutePath, envName, plainText } from '../kubernetes/syntax';
import type { Target } from '../kubernetes/target';
import { volumeName } from '../kubernetes/volume-name';
import { Acknowledgement } from '../kubernetes/acknowledgement';
import { ImagePullPolicy, type Image } from '../supply-chain/image';
import type { AppArmor } from './app-armor';
import type { ContainerNeeds } from './container-needs';
import type { EnvReference } from './env-reference';
import { Probe } from './probe';
import { mebibytes, renderResources, resourceProblems, type ContainerResources } from './resources';
import type { Seccomp } from './seccomp';
import type { Weakness } from './weakness';

/** Options of a container. */
export interface ContainerOptions extends ContainerNeeds {
  /** Image, pinned to a digest or loaded onto the gateway. */
  readonly image: Image;
  /**
   * Policy by which the kubelet pulls the image.
   * @default - IfNotPresent with a digest, Never for an image on the gateway, Always with a tag
   */
  readonly imagePullPolicy?: ImagePullPolicy;
  /**
   * Program and its first arguments, which replace the image's entry point. No shell runs them.
   * @default - the image's
   */
  readonly command?: string[];
  /**
   * Arguments, which replace the image's.
   * @default - the image's
   */
  readonly args?: string[];
  /**
   * Working directory.
   * @default - the image's
   */
  readonly workingDir?: string;
  /**
   * Environment variables by name. They must not contain secrets, because the values are committed to git.
   * @default - none
   */
  readonly env?: Record<string, string>;
  /**
   * Environment variables whose value is in a ConfigMap, a Secret or a field of the pod.
   * @default - none
   */
  readonly envReferences?: Record<string, EnvReference>;
  /**
   * Probe that restarts the container if it fails.
   * @default - a connection to the first TCP port, in the first container of an app that keeps running; otherwise none
   */
  readonly livenessProbe?: Probe;
  /**
   * Probe that keeps traffic away from the pod while it fails.
   * @default - a connection to the first TCP port, in the first container of an app that keeps running; otherwise none
   */
  readonly readinessProbe?: Probe;
  /**
   * Probe that delays the other probes until it succeeds. Before Kubernetes 1.20 it becomes a delay of the liveness probe.
   * @default - none
   */
  readonly startupProbe?: Probe;
  /**
   * Resource requests and limits.
   * @default - see {@link ContainerResources}
   */
  readonly resources?: ContainerResources;
  /**
   * AppArmor profile.
   * @default - the runtime's for the first container, and the first container's for the others
   */
  readonly appArmor?: AppArmor;
  /**
   * Seccomp profile.
   * @default - the runtime's for the first container, and the first container's for the others
   */
  readonly seccomp?: Seccomp;
  /**
   * Weaker settings, each with its reason.
   * @default - none
   */
  readonly weaknesses?: Weakness[];
}

/** Problems of a container's options. */
export function containerProblems(options: ContainerOptions): string[] {
  const { env = {}, envReferences = {}, ports = [], weaknesses = [] } = options;
  const problems: (string | undefined)[] = [];
  const { image, imagePullPolicy = image.pullPolicy } = options;
  if (image.pullPolicy === ImagePullPolicy.NEVER && imagePullPolicy !== ImagePullPolicy.NEVER)
    problems.push(
      `imagePullPolicy of an image on the gateway must be Never, got ${imagePullPolicy}, because the owner of that name in a registry could replace the image: remove it`,
    );
  if (options.command?.length === 0) problems.push("command must not be empty: remove it to use the image's");
  if (options.workingDir !== undefined && options.workingDir !== '/')
    problems.push(absolutePath('workingDir', options.workingDir));
  for (const argument of [...(options.command ?? []), ...(options.args ?? [])])
    problems.push(plainText('argument', argument));
  for (const key of [...Object.keys(env), ...Object.keys(envReferences)])
    problems.push(envName('environment variable', key));
  for (const [key, value] of Object.entries(env)) problems.push(plainText(`environment variable ${quote(key)}`, value));
  for (const key of twice([...Object.keys(env), ...Object.keys(envReferences)]))
    problems.push(`environment variable ${quote(key)} is in both env and envReferences: keep one`);
  for (const port of twice(ports.map((p) => `${p.number}/${p.protocol}`)))
    problems.push(`port ${port} is specified twice: keep one`);
  for (const port of twice(ports.map((p) => p.name)))
    problems.push(`port name ${quote(port)} is used twice: give each port its own name`);
  for (const path of twice(mountPathsOf(options)))
    problems.push(`two volumes are mounted at ${quote(path)}: give each its own folder`);
  problems.push(...resourceProblems(options.resources ?? {}));
  const disk = diskMebibytesOf(options);
  const limit = options.resources?.ephemeralStorageLimit;
  if (limit !== undefined && mebibytes(limit) < disk)
    problems.push(
      `ephemeralStorageLimit must be at least ${disk}Mi, the total size of the writable folders, got ${quote(limit)}: otherwise the pod is evicted before they are full`,
    );
  if (weaknesses.some((w) => w._unconfined === 'appArmor') && options.appArmor)
    problems.push('appArmor and Weakness.unconfinedAppArmor must not both be set: keep one');
  if (weaknesses.some((w) => w._unconfined === 'seccomp') && options.seccomp)
    problems.push('seccomp and Weakness.unconfinedSeccomp must not both be set: keep one');
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

/** Size of hardening's folder at `/tmp`, or 0 if the author mounts another folder there. */
function tmpMebibytesOf(options: ContainerOptions, { tmpSize }: ContainerPlace): number {
  return mountPathsOf(options).includes('/tmp') ? 0 : mebibytes(tmpSize);
}

function twice(values: ReadonlyArray<string>): string[] {
  return [...new Set(values.filter((value, i) => values.indexOf(value) !== i))];
}

/**
 * Returns the acknowledgements of a container's choices.
 * @param name name of the container, if there are others that the acknowledgements must not cover
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

/** Returns true if the app's group must own a mounted folder: by default, a Secret's files and a claim's folder belong to root. */
export function needsFsGroup({ files = [], writableFolders = [] }: ContainerOptions): boolean {
  return files.some((f) => f._secret) || writableFolders.some((f) => f.isPersistent);
}

/** Surroundings of a container. */
export interface ContainerPlace {
  readonly app: string;
  readonly name: string;
  readonly target: Target;
  /** True if the container has default probes. */
  readonly probed: boolean;
  /** Size of hardening's folder at `/tmp`. */
  readonly tmpSize: string;
}

/** Returns the container before hardening, and adds its volumes to the pod spec. */
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
    losses.push(given.livenessProbe ? loss : { ...loss, instead: 'nothing: there is no liveness probe to delay' });
    if (given.livenessProbe) {
      const initialDelaySeconds = Math.max(given.livenessProbe.delaySeconds, given.startupProbe.patienceSeconds);
      probes['livenessProbe'] = { ...(probes['livenessProbe'] as JsonObject), initialDelaySeconds };
    }
  }
  return { probes, losses };
}
