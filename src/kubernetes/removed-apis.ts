/** An apiVersion that Kubernetes has given up. */
export interface RemovedApi {
  /** Minor version of Kubernetes 1 that serves it no more. */
  readonly removed: number;
  /** What to write in its place; undefined where the kind itself is gone. */
  readonly instead?: string;
  /** First minor version that serves what is written in its place. */
  readonly since?: number;
}

/**
 * The apiVersions that a version up to 1.37 has given up, by `apiVersion/kind`, or by apiVersion where it is all of its kinds.
 *
 * Source: Kubernetes' deprecated API migration guide.
 */
export const REMOVED_APIS: Readonly<Record<string, RemovedApi>> = {
  'extensions/v1beta1/DaemonSet': { removed: 16, instead: 'apps/v1', since: 9 },
  'extensions/v1beta1/Deployment': { removed: 16, instead: 'apps/v1', since: 9 },
  'extensions/v1beta1/ReplicaSet': { removed: 16, instead: 'apps/v1', since: 9 },
  'extensions/v1beta1/NetworkPolicy': { removed: 16, instead: 'networking.k8s.io/v1', since: 7 },
  'extensions/v1beta1/PodSecurityPolicy': { removed: 16 },
  'extensions/v1beta1/Ingress': { removed: 22, instead: 'networking.k8s.io/v1', since: 19 },
  'apps/v1beta1': { removed: 16, instead: 'apps/v1', since: 9 },
  'apps/v1beta2': { removed: 16, instead: 'apps/v1', since: 9 },
  'admissionregistration.k8s.io/v1beta1/MutatingWebhookConfiguration': {
    removed: 22,
    instead: 'admissionregistration.k8s.io/v1',
    since: 16,
  },
  'admissionregistration.k8s.io/v1beta1/ValidatingWebhookConfiguration': {
    removed: 22,
    instead: 'admissionregistration.k8s.io/v1',
    since: 16,
  },
  'apiextensions.k8s.io/v1beta1': { removed: 22, instead: 'apiextensions.k8s.io/v1', since: 16 },
  'apiregistration.k8s.io/v1beta1': { removed: 22, instead: 'apiregistration.k8s.io/v1', since: 10 },
  'certificates.k8s.io/v1beta1/CertificateSigningRequest': {
    removed: 22,
    instead: 'certificates.k8s.io/v1',
    since: 19,
  },
  'coordination.k8s.io/v1beta1/Lease': { removed: 22, instead: 'coordination.k8s.io/v1', since: 14 },
  'networking.k8s.io/v1beta1/Ingress': { removed: 22, instead: 'networking.k8s.io/v1', since: 19 },
  'networking.k8s.io/v1beta1/IngressClass': { removed: 22, instead: 'networking.k8s.io/v1', since: 19 },
  'rbac.authorization.k8s.io/v1alpha1': { removed: 22, instead: 'rbac.authorization.k8s.io/v1', since: 8 },
  'rbac.authorization.k8s.io/v1beta1': { removed: 22, instead: 'rbac.authorization.k8s.io/v1', since: 8 },
  'scheduling.k8s.io/v1beta1/PriorityClass': { removed: 22, instead: 'scheduling.k8s.io/v1', since: 14 },
  'storage.k8s.io/v1beta1/CSIDriver': { removed: 22, instead: 'storage.k8s.io/v1', since: 18 },
  'storage.k8s.io/v1beta1/CSINode': { removed: 22, instead: 'storage.k8s.io/v1', since: 17 },
  'storage.k8s.io/v1beta1/StorageClass': { removed: 22, instead: 'storage.k8s.io/v1', since: 6 },
  'storage.k8s.io/v1beta1/VolumeAttachment': { removed: 22, instead: 'storage.k8s.io/v1', since: 13 },
  'storage.k8s.io/v1beta1/CSIStorageCapacity': { removed: 27, instead: 'storage.k8s.io/v1', since: 24 },
  'batch/v2alpha1/CronJob': { removed: 21, instead: 'batch/v1', since: 21 },
  'batch/v1beta1/CronJob': { removed: 25, instead: 'batch/v1', since: 21 },
  'discovery.k8s.io/v1beta1/EndpointSlice': { removed: 25, instead: 'discovery.k8s.io/v1', since: 21 },
  'events.k8s.io/v1beta1/Event': { removed: 25, instead: 'events.k8s.io/v1', since: 19 },
  'autoscaling/v2beta1/HorizontalPodAutoscaler': { removed: 25, instead: 'autoscaling/v2', since: 23 },
  'autoscaling/v2beta2/HorizontalPodAutoscaler': { removed: 26, instead: 'autoscaling/v2', since: 23 },
  'policy/v1beta1/PodDisruptionBudget': { removed: 25, instead: 'policy/v1', since: 21 },
  'policy/v1beta1/PodSecurityPolicy': { removed: 25 },
  'node.k8s.io/v1beta1/RuntimeClass': { removed: 25, instead: 'node.k8s.io/v1', since: 20 },
  'flowcontrol.apiserver.k8s.io/v1beta1': { removed: 26, instead: 'flowcontrol.apiserver.k8s.io/v1', since: 29 },
  'flowcontrol.apiserver.k8s.io/v1beta2': { removed: 29, instead: 'flowcontrol.apiserver.k8s.io/v1', since: 29 },
  'flowcontrol.apiserver.k8s.io/v1beta3': { removed: 32, instead: 'flowcontrol.apiserver.k8s.io/v1', since: 29 },
};
