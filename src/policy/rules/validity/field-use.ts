import type { Feature } from '../../../kubernetes/features';
import {
  APPARMOR_ANNOTATION,
  SECCOMP_CONTAINER_ANNOTATION,
  SECCOMP_POD_ANNOTATION,
} from '../../../kubernetes/confinement';
import { isObject, pointerStep } from '../../../kubernetes/manifest';
import type { ContainerSubject } from '../../subject/container-subject';
import { isNative } from '../../extract/native-kind';
import type { ObjectSubject } from '../../subject/object-subject';
import type { PodSubject } from '../../subject/pod-subject';

/** Use of a field that some targets do not support. */
export interface FieldUse {
  readonly feature: Feature;
  /** JSON pointer within the object. */
  readonly path: string;
  readonly container?: string;
}

/** Path of a field in JSON; a star stands for every item of a list. */
interface FieldPlace {
  readonly feature: Feature;
  readonly steps: ReadonlyArray<string>;
}

function places(...table: [feature: Feature, steps: string][]): FieldPlace[] {
  return table.map(([feature, steps]) => ({ feature, steps: steps.split('.') }));
}

const OF_POD = places(
  ['enableServiceLinks', 'enableServiceLinks'],
  ['hostUsers', 'hostUsers'],
  ['podOs', 'os'],
  ['podResources', 'resources'],
  ['resourceClaims', 'resourceClaims'],
  ['runtimeClassName', 'runtimeClassName'],
  ['shareProcessNamespace', 'shareProcessNamespace'],
  ['topologySpreadConstraints', 'topologySpreadConstraints'],
  ['fsGroupChangePolicy', 'securityContext.fsGroupChangePolicy'],
  ['runAsGroup', 'securityContext.runAsGroup'],
  ['seLinuxChangePolicy', 'securityContext.seLinuxChangePolicy'],
  ['supplementalGroupsPolicy', 'securityContext.supplementalGroupsPolicy'],
  ['csiVolume', 'volumes.*.csi'],
  ['emptyDirMode', 'volumes.*.emptyDir.mode'],
  ['ephemeralVolume', 'volumes.*.ephemeral'],
  ['imageVolume', 'volumes.*.image'],
  ['clusterTrustBundle', 'volumes.*.projected.sources.*.clusterTrustBundle'],
  ['podCertificate', 'volumes.*.projected.sources.*.podCertificate'],
  ['projectedToken', 'volumes.*.projected.sources.*.serviceAccountToken'],
);

const OF_CONTAINER = places(
  ['bindMountOptions', 'volumeMounts.*.bindMountOptions'],
  ['fileKeyRef', 'env.*.valueFrom.fileKeyRef'],
  ['grpcProbe', 'livenessProbe.grpc'],
  ['grpcProbe', 'readinessProbe.grpc'],
  ['grpcProbe', 'startupProbe.grpc'],
  ['procMount', 'securityContext.procMount'],
  ['recursiveReadOnly', 'volumeMounts.*.recursiveReadOnly'],
  ['runAsGroup', 'securityContext.runAsGroup'],
  ['startupProbe', 'startupProbe'],
  ['stopSignal', 'lifecycle.stopSignal'],
);

/** Returns the fields of an object that some targets do not support. */
export function fieldUses(object: ObjectSubject): FieldUse[] {
  return [...ofObject(object), ...object.pods.flatMap(ofPod)];
}

const OF_CONFIG = places(['immutableConfig', 'immutable']);

const OF_DAEMON_SET = places(['rollingUpdateSurgeOfDaemonSets', 'spec.updateStrategy.rollingUpdate.maxSurge']);

const OF_NETWORK_POLICY = places(
  ['networkPolicyEndPort', 'spec.ingress.*.ports.*.endPort'],
  ['networkPolicyEndPort', 'spec.egress.*.ports.*.endPort'],
);

function ofObject(object: ObjectSubject): FieldUse[] {
  if (isNative(object, 'ConfigMap', 'Secret')) return uses(object.json, OF_CONFIG);
  if (isNative(object, 'DaemonSet')) return uses(object.json, OF_DAEMON_SET);
  if (isNative(object, 'NetworkPolicy')) return uses(object.json, OF_NETWORK_POLICY);
  return [];
}

function ofPod(pod: PodSubject): FieldUse[] {
  const own = uses(pod.spec, OF_POD).map(({ feature, path }) => ({ feature, path: pod.pointerOf(`/spec${path}`) }));
  const confinement = [
    ...profile(pod, pod.securityContext, '/spec', 'seccomp', SECCOMP_POD_ANNOTATION),
    ...profile(pod, pod.securityContext, '/spec', 'appArmor'),
  ];
  return [...own, ...confinement, ...pod.containers.flatMap(ofContainer)];
}

function ofContainer(container: ContainerSubject): FieldUse[] {
  const { pod, name, path } = container;
  const own = uses(container.json, OF_CONTAINER).map((use): FieldUse => ({
    feature: use.feature,
    path: pod.pointerOf(path + use.path),
  }));
  const sidecar: FieldUse[] =
    path.startsWith('/spec/initContainers/') && container.json['restartPolicy'] === 'Always'
      ? [{ feature: 'sidecarContainers', path: pod.pointerOf(`${path}/restartPolicy`) }]
      : [];
  const confinement = [
    ...profile(pod, container.securityContext, path, 'seccomp', SECCOMP_CONTAINER_ANNOTATION + name),
    ...profile(pod, container.securityContext, path, 'appArmor', APPARMOR_ANNOTATION + name),
  ];
  return [...own, ...sidecar, ...confinement].map((use) => ({ ...use, container: name }));
}

/** Adds a profile's field, unless an annotation sets the same profile for older targets. */
function profile(
  pod: PodSubject,
  context: { readonly [key: string]: unknown },
  path: string,
  what: 'seccomp' | 'appArmor',
  annotation?: string,
): FieldUse[] {
  const field = `${what}Profile`;
  if (!isObject(context[field])) return [];
  const annotated =
    annotation === undefined
      ? pod.containers.length > 0 && pod.containers.every(({ name }) => hasAnnotation(pod, APPARMOR_ANNOTATION + name))
      : hasAnnotation(pod, annotation);
  if (annotated) return [];
  return [{ feature: `${what}Field`, path: pod.pointerOf(`${path}/securityContext/${field}`) }];
}

function hasAnnotation(pod: PodSubject, key: string): boolean {
  return pod.annotations[key] !== undefined;
}

/** Returns the fields of a table that are set, by pointer. */
function uses(json: { readonly [key: string]: unknown }, table: ReadonlyArray<FieldPlace>): FieldUse[] {
  const found: FieldUse[] = [];
  for (const { feature, steps } of table)
    if (steps[0] !== undefined && json[steps[0]] !== undefined)
      collect(json, steps, 0, '', (path) => found.push({ feature, path }));
  return found;
}

function collect(
  value: unknown,
  steps: ReadonlyArray<string>,
  at: number,
  path: string,
  take: (path: string) => void,
): void {
  if (value === undefined || value === null) return;
  const step = steps[at];
  if (step === undefined) take(path);
  else if (step !== '*') {
    if (isObject(value) && Object.hasOwn(value, step))
      collect(value[step], steps, at + 1, path + pointerStep(step), take);
  } else if (Array.isArray(value))
    for (const [i, item] of value.entries()) collect(item, steps, at + 1, path + pointerStep(i), take);
}
