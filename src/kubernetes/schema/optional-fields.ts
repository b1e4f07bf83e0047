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
  'core.v1.HTTPHeader.value',
  'core.v1.LimitRangeSpec.limits',
  'core.v1.PreferredSchedulingTerm.preference',
  'core.v1.SleepAction.seconds',
  'core.v1.Sysctl.value',
  'extensions.v1beta1.NetworkPolicySpec.podSelector',
  'networking.v1.NetworkPolicySpec.podSelector',
  'rbac.v1.ClusterRole.rules',
  'rbac.v1.ClusterRoleBinding.subjects',
  'rbac.v1.Role.rules',
  'rbac.v1.RoleBinding.subjects',
  'rbac.v1beta1.ClusterRole.rules',
  'rbac.v1beta1.ClusterRoleBinding.subjects',
  'rbac.v1beta1.Role.rules',
  'rbac.v1beta1.RoleBinding.subjects',
]);

/** Returns true if the API server accepts an object without a field that its schema requires. */
export function isOptionalField(definition: string, field: string): boolean {
  return OPTIONAL.has(`${definition}.${field}`);
}
