const RBAC = ['rbac.authorization.k8s.io'];
const APPS = ['apps', 'extensions'];
const ADMISSION = ['admissionregistration.k8s.io'];
const AUTOSCALING = ['autoscaling'];
const BATCH = ['batch'];
const CORE = [''];
const DISCOVERY = ['discovery.k8s.io'];
const NETWORKING = ['networking.k8s.io', 'extensions'];
const RESOURCE = ['resource.k8s.io'];
const STORAGE = ['storage.k8s.io'];

/**
 * Kinds of Kubernetes whose objects a rule reads, with the API groups that serve or served them. Other API groups use many of
 * the names, too: a NetworkPolicy of `projectcalico.org` has other fields, and so has a Service of `serving.knative.dev`.
 */
const GROUPS = {
  ConfigMap: CORE,
  Endpoints: CORE,
  LimitRange: CORE,
  Namespace: CORE,
  Node: CORE,
  PersistentVolume: CORE,
  PersistentVolumeClaim: CORE,
  Pod: CORE,
  PodTemplate: CORE,
  ReplicationController: CORE,
  ResourceQuota: CORE,
  Secret: CORE,
  Service: CORE,
  ServiceAccount: CORE,
  DaemonSet: APPS,
  Deployment: APPS,
  ReplicaSet: APPS,
  StatefulSet: APPS,
  CronJob: BATCH,
  Job: BATCH,
  HorizontalPodAutoscaler: AUTOSCALING,
  EndpointSlice: DISCOVERY,
  Ingress: NETWORKING,
  IngressClass: NETWORKING,
  NetworkPolicy: NETWORKING,
  PodDisruptionBudget: ['policy'],
  PriorityClass: ['scheduling.k8s.io'],
  RuntimeClass: ['node.k8s.io'],
  ClusterRole: RBAC,
  ClusterRoleBinding: RBAC,
  Role: RBAC,
  RoleBinding: RBAC,
  MutatingAdmissionPolicy: ADMISSION,
  MutatingWebhookConfiguration: ADMISSION,
  ValidatingAdmissionPolicy: ADMISSION,
  ValidatingWebhookConfiguration: ADMISSION,
  APIService: ['apiregistration.k8s.io'],
  CustomResourceDefinition: ['apiextensions.k8s.io'],
  ResourceClaim: RESOURCE,
  ResourceClaimTemplate: RESOURCE,
  StorageClass: STORAGE,
} as const satisfies Record<string, ReadonlyArray<string>>;

/** Kind of Kubernetes itself. */
export type NativeKind = keyof typeof GROUPS;

/** Returns true if Kubernetes itself has a kind of this name. */
export function isNativeName(kind: string): kind is NativeKind {
  return Object.hasOwn(GROUPS, kind);
}

/** Returns true if a kind of an API group is one of Kubernetes itself, such as `Service` of the core group. */
export function isNativeKind(group: string, kind: string): boolean {
  return isNativeName(kind) && GROUPS[kind].some((each) => each === group);
}
