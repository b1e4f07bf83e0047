/** Allowed values of fields, as `definition.field`, in the notation of {@link valuesOf}. */
export const FURTHER_VALUES: ReadonlyArray<readonly [fields: string, values: string]> = [
  ['meta.v1.LabelSelectorRequirement.operator', 'DoesNotExist Exists In NotIn'],
  ['admissionregistration.v1.RuleWithOperations.scope', '* Cluster Namespaced'],
  ['admissionregistration.v1.NamedRuleWithOperations.scope', '* Cluster Namespaced'],
  ['apiextensions.v1.CustomResourceDefinitionSpec.scope', 'Cluster Namespaced'],
  ['apiextensions.v1.CustomResourceConversion.strategy', 'None Webhook'],
  ['apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy.whenDeleted', 'Delete Retain'],
  ['apps.v1.StatefulSetPersistentVolumeClaimRetentionPolicy.whenScaled', 'Delete Retain'],
  ['autoscaling.v2.HPAScalingPolicy.type', 'Percent Pods'],
  ['autoscaling.v2.HPAScalingRules.selectPolicy', 'Disabled Max Min'],
  ['autoscaling.v2.MetricSpec.type', '27-=ContainerResource External Object Pods Resource'],
  ['autoscaling.v2.MetricTarget.type', 'AverageValue Utilization Value'],
  ['core.v1.ContainerResizePolicy.restartPolicy', 'NotRequired RestartContainer'],
  ['core.v1.PodOS.name', 'linux windows'],
  ['core.v1.PodSecurityContext.seLinuxChangePolicy', 'MountOption Recursive'],
  ['core.v1.VolumeMount.recursiveReadOnly', 'Disabled Enabled IfPossible'],
  ['discovery.v1.EndpointSlice.addressType', 'FQDN IPv4 IPv6'],
  ['flowcontrol.v1.FlowDistinguisherMethod.type', 'ByNamespace ByUser'],
  ['flowcontrol.v1.LimitResponse.type', 'Queue Reject'],
  ['flowcontrol.v1.PriorityLevelConfigurationSpec.type', 'Exempt Limited'],
  ['flowcontrol.v1.Subject.kind', 'Group ServiceAccount User'],
  ['networking.v1.HTTPIngressPath.pathType', 'Exact ImplementationSpecific Prefix'],
  ['networking.v1.IngressClassParametersReference.scope', 'Cluster Namespace'],
  ['rbac.v1.RoleRef.kind', 'ClusterRole Role'],
  ['rbac.v1.Subject.kind', 'Group ServiceAccount User'],
  ['storage.v1.CSIDriverSpec.fsGroupPolicy', 'File None ReadWriteOnceWithFSType'],
  ['storage.v1.CSIDriverSpec.volumeLifecycleModes', 'Ephemeral Persistent'],
];

const BY_FIELD: ReadonlyMap<string, ReadonlyArray<string>> = new Map(
  FURTHER_VALUES.map(([field, values]) => [field, values.split(' ')]),
);

/**
 * Returns the values of a field, or of its items, that the API server allows, and that the sources of the table of definitions
 * do not mark as an enumeration. Undefined if it allows others.
 */
export function furtherValues(definition: string, field: string): ReadonlyArray<string> | undefined {
  return BY_FIELD.get(`${definition}.${field}`);
}
