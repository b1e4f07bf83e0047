import { Acknowledgement } from '../kubernetes/acknowledgement';
import { stringAt, type JsonObject } from '../kubernetes/manifest';
import type { ObjectReference } from '../kubernetes/named-object';
import type { Image, ImagePullPolicy } from '../supply-chain/image';
import type { AppArmor } from './app-armor';
import type { ContainerNeeds } from './container-needs';
import type { Device } from './device';
import type { EnvReference } from './env-reference';
import type { Identity } from './identity';
import type { Probe } from './probe';
import { bytesOf } from '../kubernetes/quantity';
import type { ContainerResources } from './resources';
import type { Seccomp } from './seccomp';
import type { StopSignal } from './stop-signal';
import type { SeLinux } from './se-linux';
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
   * Program and its arguments that the kubelet runs in the container after its start. No shell runs them. The container is
   * restarted if the program fails.
   * @default - none
   */
  readonly postStart?: string[];
  /**
   * Program and its arguments that the kubelet runs in the container before it stops it. No shell runs them.
   * @default - none
   */
  readonly preStop?: string[];
  /**
   * Signal by which the container is stopped. Only for clusters with the feature gate `ContainerStopSignals`.
   * @default - the image's, which is SIGTERM if the image sets none
   */
  readonly stopSignal?: StopSignal;
  /**
   * Resource requests and limits.
   * @default - see {@link ContainerResources}
   */
  readonly resources?: ContainerResources;
  /**
   * Devices of the node that the container may open.
   * @default - none
   */
  readonly devices?: Device[];
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
   * SELinux label, on nodes with SELinux.
   * @default - the type `container_t`, and a level of the pod's own
   */
  readonly seLinux?: SeLinux;
  /**
   * User of the container, if it differs from the app's. Supplementary groups are those of the app.
   * @default - the app's identity
   */
  readonly runAs?: Identity;
  /**
   * Weaker settings, each with its reason.
   * @default - none
   */
  readonly weaknesses?: Weakness[];
}

/** Paths at which a container mounts its files, its folders and its weaknesses. */
export function mountPathsOf({ files = [], writableFolders = [], weaknesses = [] }: ContainerOptions): string[] {
  return [
    ...files.map((f) => f.mountPath),
    ...writableFolders.map((f) => f.path),
    ...weaknesses.flatMap((w) => w.mountPaths),
  ];
}

/** Total size of the writable folders on the node's disk, in bytes. */
export function diskBytesOf({ writableFolders = [] }: ContainerOptions): bigint {
  return writableFolders.reduce(
    (sum, folder) => sum + (folder.diskSize === undefined ? 0n : bytesOf(folder.diskSize)),
    0n,
  );
}

/** Returns the acknowledgements of a container's choices, without those of its profiles. */
export function acknowledgementsOfContainer(
  { image, envReferences = {}, weaknesses = [], stopSignal }: ContainerOptions,
  container: string,
): Acknowledgement[] {
  const ofVariables = Object.entries(envReferences).flatMap(([variable, { acknowledgements }]) =>
    acknowledgements.map((each) => new Acknowledgement({ ...each, container, value: variable })),
  );
  return [
    ...weaknesses.flatMap((weakness) => weakness._acknowledgementsIn(container)),
    ...(stopSignal === undefined ? [] : [new Acknowledgement({ ...stopSignal.acknowledgement, container })]),
    ...image.acknowledgements.map((each) => new Acknowledgement({ ...each, container })),
    ...ofVariables,
  ];
}

/** Returns true if the app's group must own a mounted folder: by default, a Secret's files and a claim's folder belong to root. */
export function needsFsGroup({ files = [], writableFolders = [] }: ContainerOptions): boolean {
  return files.some((f) => f._secret) || writableFolders.some((f) => f.isPersistent);
}

/** Objects that a container mounts or reads its environment from. */
export function referencesOf({
  files = [],
  writableFolders = [],
  envReferences = {},
  devices = [],
}: ContainerOptions): ObjectReference[] {
  return [
    ...files.flatMap((f) => f._references),
    ...[...writableFolders, ...Object.values(envReferences), ...devices].flatMap((f) => f._reference ?? []),
  ];
}

/** Service account that a weakness selects instead of the app's own. */
export function serviceAccountOf({ weaknesses = [] }: ContainerOptions): string | undefined {
  const spec: JsonObject = {};
  for (const weakness of weaknesses) weakness._effect.weakenPod?.(spec);
  return stringAt(spec, 'serviceAccountName');
}
