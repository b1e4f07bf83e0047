/** Field that not every target honours, with the first version that does and what older versions get instead. */
export interface FeatureRow {
  /** Path of the field, as in its schema. */
  readonly field: string;
  /** Minor version of Kubernetes 1 from which a cluster with default feature gates honours the field; {@link NEVER} if a gate that is off by default guards it. */
  readonly since: number;
  /** Text that says what older versions get instead. It is written into manifests. */
  readonly below: string;
}

/** Value of `since` for a field that no version honours by default, up to the newest one. */
export const NEVER = Number.POSITIVE_INFINITY;

/**
 * Fields that not every target has, each with the first version that honours it without a change of feature gates: the version
 * in which its gate is on by default, often as beta.
 *
 * Source: the API types of each release branch, the stages in Kubernetes' versioned feature list, and for removed gates the
 * page "Feature Gates (removed)" of Kubernetes' documentation.
 */
export const FEATURES = {
  enableServiceLinks: { field: 'spec.enableServiceLinks', since: 13, below: 'nothing' },
  runAsGroup: { field: 'securityContext.runAsGroup', since: 14, below: "nothing: the image's own group applies" },
  fsGroupChangePolicy: { field: 'securityContext.fsGroupChangePolicy', since: 20, below: 'nothing: always changed' },
  seccompField: {
    field: 'securityContext.seccompProfile',
    since: 19,
    below:
      'the annotations seccomp.security.alpha.kubernetes.io/pod and container.seccomp.security.alpha.kubernetes.io/<container>',
  },
  appArmorField: {
    field: 'securityContext.appArmorProfile',
    since: 30,
    below: 'the annotation container.apparmor.security.beta.kubernetes.io/<container>',
  },
  hostUsers: { field: 'spec.hostUsers', since: 33, below: 'nothing: the host user namespace' },
  supplementalGroupsPolicy: {
    field: 'securityContext.supplementalGroupsPolicy',
    since: 33,
    below: "nothing: the groups of the image's /etc/group are merged in",
  },
  recursiveReadOnly: {
    field: 'volumeMounts[].recursiveReadOnly',
    since: 31,
    below: 'readOnly, which leaves mounts below the folder as they are',
  },
  startupProbe: { field: 'containers[].startupProbe', since: 18, below: "the liveness probe's initialDelaySeconds" },
  grpcProbe: { field: 'containers[].*Probe.grpc', since: 24, below: 'a TCP probe on the same port' },
  sidecarContainers: {
    field: 'initContainers[].restartPolicy',
    since: 29,
    below: 'an ordinary container, which starts with the others',
  },
  immutableConfig: { field: 'immutable', since: 19, below: 'nothing: the object can be changed in place' },
  podOs: { field: 'spec.os', since: 24, below: 'the node selector kubernetes.io/os' },
  topologySpreadConstraints: { field: 'spec.topologySpreadConstraints', since: 18, below: 'pod anti-affinity' },
  runtimeClassName: { field: 'spec.runtimeClassName', since: 14, below: 'nothing: the default runtime' },
  networkPolicyEndPort: { field: 'spec.ingress[].ports[].endPort', since: 22, below: 'one entry for each port' },
  namespaceNameLabel: {
    field: 'metadata.labels[kubernetes.io/metadata.name]',
    since: 21,
    below: 'a namespace selector that admits every namespace',
  },
  podSecurityAdmission: {
    field: 'metadata.labels[pod-security.kubernetes.io/enforce]',
    since: 23,
    below: 'nothing: no admission plugin reads the labels',
  },
  procMount: { field: 'securityContext.procMount', since: 33, below: 'nothing: the masked /proc' },
  seLinuxChangePolicy: {
    field: 'securityContext.seLinuxChangePolicy',
    since: 33,
    below: 'nothing: labels are changed file by file',
  },
  podResources: { field: 'spec.resources', since: 34, below: 'resources of each container' },
  shareProcessNamespace: {
    field: 'spec.shareProcessNamespace',
    since: 12,
    below: 'nothing: a namespace for each container',
  },
  imageVolume: { field: 'spec.volumes[].image', since: 35, below: 'an init container that copies' },
  csiVolume: { field: 'spec.volumes[].csi', since: 16, below: 'a persistent volume claim' },
  ephemeralVolume: { field: 'spec.volumes[].ephemeral', since: 21, below: 'a persistent volume claim' },
  projectedToken: {
    field: 'spec.volumes[].projected.sources[].serviceAccountToken',
    since: 12,
    below: 'a token that never expires, in a Secret',
  },
  clusterTrustBundle: {
    field: 'spec.volumes[].projected.sources[].clusterTrustBundle',
    since: 37,
    below: "a ConfigMap with the authority's certificate",
  },
  podCertificate: {
    field: 'spec.volumes[].projected.sources[].podCertificate',
    since: 37,
    below: 'a Secret that something else renews',
  },
  bindMountOptions: {
    field: 'volumeMounts[].bindMountOptions',
    since: NEVER,
    below: "nothing: the runtime's own options",
  },
  emptyDirMode: { field: 'spec.volumes[].emptyDir.mode', since: NEVER, below: 'nothing: 0777' },
  fileKeyRef: { field: 'env[].valueFrom.fileKeyRef', since: 35, below: 'a file that is mounted' },
  stopSignal: { field: 'lifecycle.stopSignal', since: NEVER, below: "nothing: the image's own signal" },
  resourceClaims: { field: 'spec.resourceClaims', since: 34, below: 'an extended resource of a device plugin' },
  hostNetworkOfUserNamespaces: {
    field: 'spec.hostNetwork with hostUsers: false',
    since: NEVER,
    below: 'nothing: the API server rejects the two together',
  },
  unhealthyPodEvictionPolicy: {
    field: 'spec.unhealthyPodEvictionPolicy',
    since: 27,
    below: 'nothing: a pod that is not ready can block a drain',
  },
  ttlSecondsAfterFinished: {
    field: 'spec.ttlSecondsAfterFinished',
    since: 21,
    below: 'nothing: finished jobs stay until they are deleted',
  },
  rollingUpdateSurgeOfDaemonSets: {
    field: 'spec.updateStrategy.rollingUpdate.maxSurge',
    since: 22,
    below: 'nothing: the old pod ends before the new one starts',
  },
} as const satisfies Record<string, FeatureRow>;

/** Name of a row of {@link FEATURES}. */
export type Feature = keyof typeof FEATURES;

/** Version of a cluster, and whether its nodes are those of Izuma. */
export interface ClusterVersion {
  /** Minor version of Kubernetes 1. */
  readonly minor: number;
  /** True for Izuma's edge-kubelet. */
  readonly isIzumaEdge: boolean;
}

/** Returns true if a cluster honors a field. */
export function honors({ minor, isIzumaEdge }: ClusterVersion, feature: Feature): boolean {
  // Izuma's own guide relies on runAsGroup, an alpha field in 1.13
  if (isIzumaEdge && feature === 'runAsGroup') return true;
  return minor >= FEATURES[feature].since;
}

/** The apiVersions of one kind, the newest first, each with the first minor version that serves it. */
type ApiVersions = ReadonlyArray<readonly [apiVersion: string, since: number]>;

/** The apiVersions to write, by kind. A target older than the last entry does not have the kind. */
export const API_VERSIONS = {
  ConfigMap: [['v1', 0]],
  LimitRange: [['v1', 0]],
  Namespace: [['v1', 0]],
  PersistentVolume: [['v1', 0]],
  PersistentVolumeClaim: [['v1', 0]],
  Pod: [['v1', 0]],
  ResourceQuota: [['v1', 0]],
  Secret: [['v1', 0]],
  Service: [['v1', 0]],
  ServiceAccount: [['v1', 0]],
  DaemonSet: [['apps/v1', 9]],
  Deployment: [['apps/v1', 9]],
  StatefulSet: [['apps/v1', 9]],
  NetworkPolicy: [['networking.k8s.io/v1', 7]],
  Job: [['batch/v1', 2]],
  Role: [['rbac.authorization.k8s.io/v1', 8]],
  RoleBinding: [['rbac.authorization.k8s.io/v1', 8]],
  CronJob: [
    ['batch/v1', 21],
    ['batch/v1beta1', 8],
  ],
  PodDisruptionBudget: [
    ['policy/v1', 21],
    ['policy/v1beta1', 5],
  ],
  Ingress: [
    ['networking.k8s.io/v1', 19],
    ['extensions/v1beta1', 1],
  ],
  RuntimeClass: [
    ['node.k8s.io/v1', 20],
    ['node.k8s.io/v1beta1', 14],
  ],
  PriorityClass: [
    ['scheduling.k8s.io/v1', 14],
    ['scheduling.k8s.io/v1beta1', 11],
  ],
  HorizontalPodAutoscaler: [
    ['autoscaling/v2', 23],
    ['autoscaling/v2beta2', 12],
  ],
  CSIDriver: [
    ['storage.k8s.io/v1', 18],
    ['storage.k8s.io/v1beta1', 14],
  ],
  ValidatingAdmissionPolicy: [
    ['admissionregistration.k8s.io/v1', 30],
    ['admissionregistration.k8s.io/v1beta1', 28],
  ],
  ValidatingAdmissionPolicyBinding: [
    ['admissionregistration.k8s.io/v1', 30],
    ['admissionregistration.k8s.io/v1beta1', 28],
  ],
  MutatingAdmissionPolicy: [['admissionregistration.k8s.io/v1', 36]],
  MutatingAdmissionPolicyBinding: [['admissionregistration.k8s.io/v1', 36]],
  ClusterTrustBundle: [
    ['certificates.k8s.io/v1', 37],
    ['certificates.k8s.io/v1beta1', 33],
  ],
  PodCertificateRequest: [
    ['certificates.k8s.io/v1', 37],
    ['certificates.k8s.io/v1beta1', 35],
  ],
  DeviceClass: [
    ['resource.k8s.io/v1', 34],
    ['resource.k8s.io/v1beta2', 33],
    ['resource.k8s.io/v1beta1', 32],
  ],
  ResourceClaim: [
    ['resource.k8s.io/v1', 34],
    ['resource.k8s.io/v1beta2', 33],
    ['resource.k8s.io/v1beta1', 32],
  ],
} as const satisfies Record<string, ApiVersions>;

/** Kind in the table of apiVersions. */
export type Kind = keyof typeof API_VERSIONS;

/** Kinds that Izuma's edge-kubelet accepts from its local proxy (PelionIoT/meta-pelion-edge). */
export const IZUMA_KINDS: ReadonlyArray<Kind> = [
  'Pod',
  'DaemonSet',
  'ConfigMap',
  'Secret',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'NetworkPolicy',
];
