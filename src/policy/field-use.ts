import type { Feature } from '../kubernetes/features';
import { APPARMOR_ANNOTATION, SECCOMP_CONTAINER_ANNOTATION, SECCOMP_POD_ANNOTATION } from '../kubernetes/confinement';
import { isObject, pointerStep } from '../kubernetes/manifest';
import type { ContainerSubject } from './container-subject';
import { isNative } from './native-kind';
import type { ObjectSubject } from './object-subject';
import type { PodSubject } from './pod-subject';

/** A field that not every target has, where a manifest uses it. */
export interface FieldUse {
  readonly feature: Feature;
  /** JSON pointer within the object. */
  readonly path: string;
  readonly container?: string;
}

/** Where in the JSON of something a field is; a star is every item of a list, or every value of a map. */
type FieldTable = ReadonlyArray<readonly [feature: Feature, steps: string]>;

const OF_POD: FieldTable = [
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
];

const OF_CONTAINER: FieldTable = [
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
];

/** The fields of an object that not every target has. */
export function fieldUses(object: ObjectSubject): FieldUse[] {
  return [...ofObject(object), ...object.pods.flatMap(ofPod)];
}

function ofObject(object: ObjectSubject): FieldUse[] {
  const uses = (...table: FieldTable): FieldUse[] =>
    table.flatMap(([feature, steps]) => places(object.json, steps).map((path) => ({ feature, path })));
  if (isNative(object, 'ConfigMap', 'Secret')) return uses(['immutableConfig', 'immutable']);
  if (isNative(object, 'DaemonSet'))
    return uses(['rollingUpdateSurgeOfDaemonSets', 'spec.updateStrategy.rollingUpdate.maxSurge']);
  if (isNative(object, 'NetworkPolicy'))
    return uses(
      ['networkPolicyEndPort', 'spec.ingress.*.ports.*.endPort'],
      ['networkPolicyEndPort', 'spec.egress.*.ports.*.endPort'],
    );
  return [];
}

function ofPod(pod: PodSubject): FieldUse[] {
  const own = OF_POD.flatMap(([feature, steps]) =>
    places(pod.spec, steps).map((path) => ({ feature, path: pod.pointerOf(`/spec${path}`) })),
  );
  const confinement = [
    ...profile(pod, pod.securityContext, '/spec', 'seccomp', SECCOMP_POD_ANNOTATION),
    ...profile(pod, pod.securityContext, '/spec', 'appArmor'),
  ];
  return [...own, ...confinement, ...pod.containers.flatMap(ofContainer)];
}

function ofContainer(container: ContainerSubject): FieldUse[] {
  const { pod, name, path } = container;
  const own = OF_CONTAINER.flatMap(([feature, steps]) =>
    places(container.json, steps).map((at): FieldUse => ({ feature, path: pod.pointerOf(path + at) })),
  );
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

/** A profile's field, unless an annotation says it for older targets, too. */
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

/** The pointers to a field, where it is set. */
function places(value: unknown, steps: string): string[] {
  return steps
    .split('.')
    .reduce<{ value: unknown; path: string }[]>(
      (at, step) =>
        at.flatMap(({ value, path }) => {
          if (step === '*') {
            return Array.isArray(value)
              ? value.map((item: unknown, i) => ({ value: item, path: path + pointerStep(i) }))
              : [];
          }
          const next = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
          return next === undefined || next === null ? [] : [{ value: next, path: path + pointerStep(step) }];
        }),
      [{ value, path: '' }],
    )
    .map(({ path }) => path);
}
