/**
 * Fields that Kubernetes' OpenAPI requires, but without which its API server accepts an object, as `definition.field`.
 * `e2e/schemas/api-differential.ts` finds those of the newest version.
 */
const OPTIONAL: ReadonlySet<string> = new Set([
  'apiextensions.v1.CustomResourceDefinitionVersion.served',
  'apiextensions.v1beta1.CustomResourceDefinitionVersion.served',
  'apps.v1.StatefulSetSpec.serviceName',
  'apps.v1beta1.StatefulSetSpec.serviceName',
  'apps.v1beta2.StatefulSetSpec.serviceName',
  'batch.v1.PodFailurePolicy.rules',
  'core.v1.Event.involvedObject',
  'core.v1.HTTPHeader.value',
  'core.v1.ISCSIPersistentVolumeSource.lun',
  'core.v1.ISCSIVolumeSource.lun',
  'core.v1.LimitRangeSpec.limits',
  'core.v1.PreferredSchedulingTerm.preference',
  'core.v1.ScaleIOPersistentVolumeSource.secretRef',
  'core.v1.ScaleIOVolumeSource.secretRef',
  'core.v1.SleepAction.seconds',
  'core.v1.Sysctl.value',
  'extensions.v1beta1.NetworkPolicySpec.podSelector',
  'meta.v1.GroupResource.group',
  'networking.v1.NetworkPolicySpec.podSelector',
  'rbac.v1.ClusterRole.rules',
  'rbac.v1.ClusterRoleBinding.subjects',
  'rbac.v1.Role.rules',
  'rbac.v1.RoleBinding.subjects',
  'rbac.v1beta1.ClusterRole.rules',
  'rbac.v1beta1.ClusterRoleBinding.subjects',
  'rbac.v1beta1.Role.rules',
  'rbac.v1beta1.RoleBinding.subjects',
  'resource.v1.Counter.value',
  'resource.v1.DeviceCapacity.value',
  'resource.v1.ResourcePool.generation',
  'resource.v1beta1.Counter.value',
  'resource.v1beta1.DeviceCapacity.value',
  'resource.v1beta1.ResourcePool.generation',
  'resource.v1beta2.Counter.value',
  'resource.v1beta2.DeviceCapacity.value',
  'resource.v1beta2.ResourcePool.generation',
  'storage.v1.CSIDriver.spec',
  'storage.v1.CSINode.spec',
  'storage.v1.CSINodeSpec.drivers',
  'storage.v1.TokenRequest.audience',
  'storage.v1beta1.CSIDriver.spec',
  'storage.v1beta1.CSINode.spec',
  'storage.v1beta1.CSINodeSpec.drivers',
  'storage.v1beta1.TokenRequest.audience',
]);

/** Returns true if the API server accepts an object without a field that its schema requires. */
export function isOptionalField(definition: string, field: string): boolean {
  return OPTIONAL.has(`${definition}.${field}`);
}
