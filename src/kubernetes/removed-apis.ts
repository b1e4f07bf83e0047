/** An apiVersion that Kubernetes no longer serves. */
export interface RemovedApi {
  /** First minor version of Kubernetes 1 that does not serve it. */
  readonly removed: number;
  /** The apiVersion to write instead; undefined if Kubernetes removed the kind itself. */
  readonly instead?: string;
  /** First minor version that serves `instead`. */
  readonly since?: number;
}

/**
 * The apiVersions that versions up to 1.37 removed, by `apiVersion/kind`, or by apiVersion if all its kinds were removed.
 *
 * Sources: the schemas of every version from 1.10, which `scripts/check-schemas.ts` compares with each row; and Kubernetes'
 * deprecated API migration guide for those that 1.16 no longer serves by default, two versions before the schemas dropped them.
 */
export const REMOVED_APIS: Readonly<Record<string, RemovedApi>> = {
  'admissionregistration.k8s.io/v1alpha1/InitializerConfiguration': { removed: 14 },
  'admissionregistration.k8s.io/v1alpha1/ValidatingAdmissionPolicy': {
    removed: 32,
    instead: 'admissionregistration.k8s.io/v1',
    since: 30,
  },
  'admissionregistration.k8s.io/v1alpha1/ValidatingAdmissionPolicyBinding': {
    removed: 32,
    instead: 'admissionregistration.k8s.io/v1',
    since: 30,
  },
  'admissionregistration.k8s.io/v1beta1/MutatingWebhookConfiguration': {
    removed: 22,
    instead: 'admissionregistration.k8s.io/v1',
    since: 16,
  },
  'admissionregistration.k8s.io/v1beta1/ValidatingAdmissionPolicy': {
    removed: 34,
    instead: 'admissionregistration.k8s.io/v1',
    since: 30,
  },
  'admissionregistration.k8s.io/v1beta1/ValidatingAdmissionPolicyBinding': {
    removed: 34,
    instead: 'admissionregistration.k8s.io/v1',
    since: 30,
  },
  'admissionregistration.k8s.io/v1beta1/ValidatingWebhookConfiguration': {
    removed: 22,
    instead: 'admissionregistration.k8s.io/v1',
    since: 16,
  },
  'apiextensions.k8s.io/v1beta1': { removed: 22, instead: 'apiextensions.k8s.io/v1', since: 16 },
  'apiregistration.k8s.io/v1beta1': { removed: 22, instead: 'apiregistration.k8s.io/v1', since: 10 },
  'apps/v1beta1': { removed: 16, instead: 'apps/v1', since: 9 },
  'apps/v1beta2': { removed: 16, instead: 'apps/v1', since: 9 },
  'auditregistration.k8s.io/v1alpha1/AuditSink': { removed: 19 },
  'autoscaling/v2beta1/HorizontalPodAutoscaler': { removed: 25, instead: 'autoscaling/v2', since: 23 },
  'autoscaling/v2beta2/HorizontalPodAutoscaler': { removed: 26, instead: 'autoscaling/v2', since: 23 },
  'batch/v1beta1/CronJob': { removed: 25, instead: 'batch/v1', since: 21 },
  'batch/v2alpha1/CronJob': { removed: 21, instead: 'batch/v1', since: 21 },
  'certificates.k8s.io/v1alpha1/ClusterTrustBundle': { removed: 37, instead: 'certificates.k8s.io/v1beta1', since: 33 },
  'certificates.k8s.io/v1alpha1/PodCertificateRequest': {
    removed: 35,
    instead: 'certificates.k8s.io/v1beta1',
    since: 35,
  },
  'certificates.k8s.io/v1beta1/CertificateSigningRequest': {
    removed: 22,
    instead: 'certificates.k8s.io/v1',
    since: 19,
  },
  'coordination.k8s.io/v1alpha1/LeaseCandidate': { removed: 32, instead: 'coordination.k8s.io/v1beta1', since: 33 },
  'coordination.k8s.io/v1beta1/Lease': { removed: 22, instead: 'coordination.k8s.io/v1', since: 14 },
  'discovery.k8s.io/v1alpha1/EndpointSlice': { removed: 17, instead: 'discovery.k8s.io/v1', since: 21 },
  'discovery.k8s.io/v1beta1/EndpointSlice': { removed: 25, instead: 'discovery.k8s.io/v1', since: 21 },
  'events.k8s.io/v1beta1/Event': { removed: 25, instead: 'events.k8s.io/v1', since: 19 },
  'extensions/v1beta1/DaemonSet': { removed: 16, instead: 'apps/v1', since: 9 },
  'extensions/v1beta1/Deployment': { removed: 16, instead: 'apps/v1', since: 9 },
  'extensions/v1beta1/Ingress': { removed: 22, instead: 'networking.k8s.io/v1', since: 19 },
  'extensions/v1beta1/NetworkPolicy': { removed: 16, instead: 'networking.k8s.io/v1', since: 7 },
  'extensions/v1beta1/PodSecurityPolicy': { removed: 16 },
  'extensions/v1beta1/ReplicaSet': { removed: 16, instead: 'apps/v1', since: 9 },
  'flowcontrol.apiserver.k8s.io/v1alpha1': { removed: 21, instead: 'flowcontrol.apiserver.k8s.io/v1', since: 29 },
  'flowcontrol.apiserver.k8s.io/v1beta1': { removed: 26, instead: 'flowcontrol.apiserver.k8s.io/v1', since: 29 },
  'flowcontrol.apiserver.k8s.io/v1beta2': { removed: 29, instead: 'flowcontrol.apiserver.k8s.io/v1', since: 29 },
  'flowcontrol.apiserver.k8s.io/v1beta3': { removed: 32, instead: 'flowcontrol.apiserver.k8s.io/v1', since: 29 },
  'networking.k8s.io/v1alpha1/ClusterCIDR': { removed: 29 },
  'networking.k8s.io/v1alpha1/IPAddress': { removed: 31, instead: 'networking.k8s.io/v1', since: 33 },
  'networking.k8s.io/v1alpha1/ServiceCIDR': { removed: 31, instead: 'networking.k8s.io/v1', since: 33 },
  'networking.k8s.io/v1beta1/IPAddress': { removed: 37, instead: 'networking.k8s.io/v1', since: 33 },
  'networking.k8s.io/v1beta1/Ingress': { removed: 22, instead: 'networking.k8s.io/v1', since: 19 },
  'networking.k8s.io/v1beta1/IngressClass': { removed: 22, instead: 'networking.k8s.io/v1', since: 19 },
  'networking.k8s.io/v1beta1/ServiceCIDR': { removed: 37, instead: 'networking.k8s.io/v1', since: 33 },
  'node.k8s.io/v1alpha1/RuntimeClass': { removed: 24, instead: 'node.k8s.io/v1', since: 20 },
  'node.k8s.io/v1beta1/RuntimeClass': { removed: 25, instead: 'node.k8s.io/v1', since: 20 },
  'policy/v1beta1/PodDisruptionBudget': { removed: 25, instead: 'policy/v1', since: 21 },
  'policy/v1beta1/PodSecurityPolicy': { removed: 25 },
  'rbac.authorization.k8s.io/v1alpha1': { removed: 23, instead: 'rbac.authorization.k8s.io/v1', since: 8 },
  'rbac.authorization.k8s.io/v1beta1': { removed: 22, instead: 'rbac.authorization.k8s.io/v1', since: 8 },
  'resource.k8s.io/v1alpha1/PodScheduling': { removed: 27 },
  'resource.k8s.io/v1alpha1/ResourceClaim': { removed: 27, instead: 'resource.k8s.io/v1', since: 34 },
  'resource.k8s.io/v1alpha1/ResourceClaimTemplate': { removed: 27, instead: 'resource.k8s.io/v1', since: 34 },
  'resource.k8s.io/v1alpha1/ResourceClass': { removed: 27 },
  'resource.k8s.io/v1alpha2/PodSchedulingContext': { removed: 31 },
  'resource.k8s.io/v1alpha2/ResourceClaim': { removed: 31, instead: 'resource.k8s.io/v1', since: 34 },
  'resource.k8s.io/v1alpha2/ResourceClaimParameters': { removed: 31 },
  'resource.k8s.io/v1alpha2/ResourceClaimTemplate': { removed: 31, instead: 'resource.k8s.io/v1', since: 34 },
  'resource.k8s.io/v1alpha2/ResourceClass': { removed: 31 },
  'resource.k8s.io/v1alpha2/ResourceClassParameters': { removed: 31 },
  'resource.k8s.io/v1alpha2/ResourceSlice': { removed: 31, instead: 'resource.k8s.io/v1', since: 34 },
  'resource.k8s.io/v1alpha3/DeviceClass': { removed: 34, instead: 'resource.k8s.io/v1', since: 34 },
  'resource.k8s.io/v1alpha3/PodSchedulingContext': { removed: 32 },
  'resource.k8s.io/v1alpha3/ResourceClaim': { removed: 34, instead: 'resource.k8s.io/v1', since: 34 },
  'resource.k8s.io/v1alpha3/ResourceClaimTemplate': { removed: 34, instead: 'resource.k8s.io/v1', since: 34 },
  'resource.k8s.io/v1alpha3/ResourceSlice': { removed: 34, instead: 'resource.k8s.io/v1', since: 34 },
  'scheduling.k8s.io/v1alpha1/PriorityClass': { removed: 23, instead: 'scheduling.k8s.io/v1', since: 14 },
  'scheduling.k8s.io/v1alpha1/Workload': { removed: 36, instead: 'scheduling.k8s.io/v1beta1', since: 37 },
  'scheduling.k8s.io/v1alpha2/PodGroup': { removed: 37, instead: 'scheduling.k8s.io/v1beta1', since: 37 },
  'scheduling.k8s.io/v1alpha2/Workload': { removed: 37, instead: 'scheduling.k8s.io/v1beta1', since: 37 },
  'scheduling.k8s.io/v1beta1/PriorityClass': { removed: 22, instead: 'scheduling.k8s.io/v1', since: 14 },
  'settings.k8s.io/v1alpha1/PodPreset': { removed: 20 },
  'storage.k8s.io/v1alpha1/CSIStorageCapacity': { removed: 24, instead: 'storage.k8s.io/v1', since: 24 },
  'storage.k8s.io/v1alpha1/VolumeAttachment': { removed: 23, instead: 'storage.k8s.io/v1', since: 13 },
  'storage.k8s.io/v1alpha1/VolumeAttributesClass': { removed: 35, instead: 'storage.k8s.io/v1', since: 34 },
  'storage.k8s.io/v1beta1/CSIDriver': { removed: 22, instead: 'storage.k8s.io/v1', since: 18 },
  'storage.k8s.io/v1beta1/CSINode': { removed: 22, instead: 'storage.k8s.io/v1', since: 17 },
  'storage.k8s.io/v1beta1/CSIStorageCapacity': { removed: 27, instead: 'storage.k8s.io/v1', since: 24 },
  'storage.k8s.io/v1beta1/StorageClass': { removed: 22, instead: 'storage.k8s.io/v1', since: 6 },
  'storage.k8s.io/v1beta1/VolumeAttachment': { removed: 22, instead: 'storage.k8s.io/v1', since: 13 },
  'storage.k8s.io/v1beta1/VolumeAttributesClass': { removed: 37, instead: 'storage.k8s.io/v1', since: 34 },
  'storagemigration.k8s.io/v1alpha1/StorageVersionMigration': {
    removed: 35,
    instead: 'storagemigration.k8s.io/v1beta1',
    since: 35,
  },
};
