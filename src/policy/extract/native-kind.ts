import type { ManifestSet } from '../subject/manifest-set';
import type { ObjectSubject } from '../subject/object-subject';

const RBAC = ['rbac.authorization.k8s.io'];
const APPS = ['apps', 'extensions'];
const ADMISSION = ['admissionregistration.k8s.io'];

/** Kinds of Kubernetes that rules use, with the API groups that serve or served them. Other API groups use some of the names, too. */
const GROUPS = {
  ConfigMap: [''],
  Namespace: [''],
  PersistentVolume: [''],
  PersistentVolumeClaim: [''],
  Pod: [''],
  Secret: [''],
  Service: [''],
  ServiceAccount: [''],
  StorageClass: ['storage.k8s.io'],
  ReplicationController: [''],
  DaemonSet: APPS,
  Deployment: APPS,
  ReplicaSet: APPS,
  StatefulSet: APPS,
  Job: ['batch'],
  CronJob: ['batch'],
  HorizontalPodAutoscaler: ['autoscaling'],
  Ingress: ['networking.k8s.io', 'extensions'],
  MutatingAdmissionPolicy: ADMISSION,
  MutatingWebhookConfiguration: ADMISSION,
  NetworkPolicy: ['networking.k8s.io', 'extensions'],
  PodDisruptionBudget: ['policy'],
  PriorityClass: ['scheduling.k8s.io'],
  RuntimeClass: ['node.k8s.io'],
  ClusterRole: RBAC,
  ClusterRoleBinding: RBAC,
  Role: RBAC,
  RoleBinding: RBAC,
  ValidatingWebhookConfiguration: ADMISSION,
} as const satisfies Record<string, ReadonlyArray<string>>;

/** Kind of Kubernetes itself. */
export type NativeKind = keyof typeof GROUPS;

/** True if an object has one of several kinds of Kubernetes itself. */
export function isNative(object: ObjectSubject, ...kinds: NativeKind[]): boolean {
  return kinds.some((kind) => object.kind === kind && GROUPS[kind].some((group) => group === object.group));
}

/** Returns every object with a kind of Kubernetes itself. */
export function natives(manifests: ManifestSet, kind: NativeKind): ObjectSubject[] {
  return manifests.ofKind(kind).filter((object) => isNative(object, kind));
}
