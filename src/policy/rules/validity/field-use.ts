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
  readonly first: string;
  readonly steps: ReadonlyArray<string>;
}

function places(...table: [feature: Feature, steps: string][]): FieldPlace[] {
  return table.map(([feature, path]) => {
    const steps = path.split('.');
    return { feature, first: steps[0] ?? '', steps };
  });
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
  const uses = ofObject(object);
  for (const pod of object.pods) addPod(pod, uses);
  return uses;
}

const OF_CONFIG = places(['immutableConfig', 'immutable']);

const OF_DAEMON_SET = places(['rollingUpdateSurgeOfDaemonSets', 'spec.updateStrategy.rollingUpdate.maxSurge']);

const OF_BUDGET = places(['unhealthyPodEvictionPolicy', 'spec.unhealthyPodEvictionPolicy']);

const OF_JOB = places(['ttlSecondsAfterFinished', 'spec.ttlSecondsAfterFinished']);

const OF_CRON_JOB = places(['ttlSecondsAfterFinished', 'spec.jobTemplate.spec.ttlSecondsAfterFinished']);

const OF_NETWORK_POLICY = places(
  ['networkPolicyEndPort', 'spec.ingress.*.ports.*.endPort'],
  ['networkPolicyEndPort', 'spec.egress.*.ports.*.endPort'],
);

function ofObject(object: ObjectSubject): FieldUse[] {
  if (isNative(object, 'ConfigMap', 'Secret')) return [...fieldsIn(object.json, OF_CONFIG)];
  if (isNative(object, 'DaemonSet')) return [...fieldsIn(object.json, OF_DAEMON_SET)];
  if (isNative(object, 'PodDisruptionBudget')) return [...fieldsIn(object.json, OF_BUDGET)];
  if (isNative(object, 'Job')) return [...fieldsIn(object.json, OF_JOB)];
  if (isNative(object, 'CronJob')) return [...fieldsIn(object.json, OF_CRON_JOB)];
  if (isNative(object, 'NetworkPolicy')) return [...fieldsIn(object.json, OF_NETWORK_POLICY)];
  return [];
}

function addPod(pod: PodSubject, uses: FieldUse[]): void {
  for (const { feature, path } of fieldsIn(pod.spec, OF_POD))
    uses.push({ feature, path: pod.pointerOf(`/spec${path}`) });
  addProfile({ pod, context: pod.securityContext, path: '/spec' }, 'seccomp', SECCOMP_POD_ANNOTATION, uses);
  addProfile({ pod, context: pod.securityContext, path: '/spec' }, 'appArmor', undefined, uses);
  for (const container of pod.containers) addContainer(container, uses);
}

function addContainer(container: ContainerSubject, uses: FieldUse[]): void {
  const { pod, name, path, securityContext: context } = container;
  for (const use of fieldsIn(container.json, OF_CONTAINER))
    uses.push({ feature: use.feature, path: pod.pointerOf(path + use.path), container: name });
  if (path.startsWith('/spec/initContainers/') && container.json['restartPolicy'] === 'Always')
    uses.push({ feature: 'sidecarContainers', path: pod.pointerOf(`${path}/restartPolicy`), container: name });
  const holder = { pod, context, path, container: name };
  addProfile(holder, 'seccomp', SECCOMP_CONTAINER_ANNOTATION + name, uses);
  addProfile(holder, 'appArmor', APPARMOR_ANNOTATION + name, uses);
}

/** Part of a pod with a security context. */
interface ProfileHolder {
  readonly pod: PodSubject;
  readonly context: { readonly [key: string]: unknown };
  readonly path: string;
  readonly container?: string;
}

/** Adds a profile's field, unless an annotation sets the same profile for older targets. */
function addProfile(
  { pod, context, path, container }: ProfileHolder,
  what: 'seccomp' | 'appArmor',
  annotation: string | undefined,
  uses: FieldUse[],
): void {
  const field = `${what}Profile`;
  if (!isObject(context[field])) return;
  const annotated =
    annotation === undefined
      ? pod.containers.length > 0 && pod.containers.every(({ name }) => hasAnnotation(pod, APPARMOR_ANNOTATION + name))
      : hasAnnotation(pod, annotation);
  if (annotated) return;
  uses.push({ feature: `${what}Field`, path: pod.pointerOf(`${path}/securityContext/${field}`), container });
}

function hasAnnotation(pod: PodSubject, key: string): boolean {
  return pod.annotations[key] !== undefined;
}

const NONE: ReadonlyArray<FieldUse> = [];

/** Returns the fields of a table that are set, by pointer. */
function fieldsIn(
  json: { readonly [key: string]: unknown },
  table: ReadonlyArray<FieldPlace>,
): ReadonlyArray<FieldUse> {
  let found: FieldUse[] | undefined;
  for (const { feature, first, steps } of table)
    if (json[first] !== undefined) collect(json, steps, 0, '', (path) => (found ??= []).push({ feature, path }));
  return found ?? NONE;
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
