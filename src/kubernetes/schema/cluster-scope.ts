import { groupOf } from '../manifest';
import { builtInKindsNamed } from './built-in-kinds';
import { isKnownClusterScoped } from './custom-kinds';

/** Kinds of Calico outside namespaces, which its two API groups share. */
const CALICO: ReadonlyArray<string> = [
  'BGPConfiguration',
  'BGPPeer',
  'FelixConfiguration',
  'GlobalNetworkPolicy',
  'GlobalNetworkSet',
  'HostEndpoint',
  'IPPool',
];

/** Kinds of other API groups that are outside namespaces, and that the table of custom kinds does not have. */
const FOREIGN: Readonly<Record<string, ReadonlyArray<string>>> = {
  'cert-manager.io': ['ClusterIssuer'],
  'cilium.io': [
    'CiliumCIDRGroup',
    'CiliumClusterwideEnvoyConfig',
    'CiliumClusterwideNetworkPolicy',
    'CiliumExternalWorkload',
    'CiliumIdentity',
    'CiliumLoadBalancerIPPool',
    'CiliumNode',
  ],
  'crd.projectcalico.org': CALICO,
  'external-secrets.io': ['ClusterExternalSecret', 'ClusterPushSecret'],
  'gateway.networking.k8s.io': ['GatewayClass'],
  'generators.external-secrets.io': ['ClusterGenerator'],
  'keda.sh': ['ClusterTriggerAuthentication'],
  'kueue.x-k8s.io': ['AdmissionCheck', 'ClusterQueue', 'Cohort', 'ResourceFlavor', 'Topology', 'WorkloadPriorityClass'],
  'kyverno.io': ['ClusterCleanupPolicy', 'ClusterPolicy', 'GlobalContextEntry'],
  'policies.kyverno.io': ['DeletingPolicy', 'GeneratingPolicy', 'MutatingPolicy'],
  'policy.networking.k8s.io': ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'],
  'projectcalico.org': CALICO,
  'security-profiles-operator.x-k8s.io': ['RawSelinuxProfile'],
  'snapshot.storage.k8s.io': ['VolumeSnapshotClass', 'VolumeSnapshotContent'],
  'trust.cert-manager.io': ['Bundle', 'ClusterBundle'],
  'wgpolicyk8s.io': ['ClusterPolicyReport'],
};

/** Groups whose kinds are outside namespaces only in one apiVersion. */
const ONLY_IN: Readonly<Record<string, string>> = {
  'security-profiles-operator.x-k8s.io': 'security-profiles-operator.x-k8s.io/v1',
};

/** Group whose kinds, which a ConstraintTemplate makes, are all outside namespaces. */
const CONSTRAINTS = 'constraints.gatekeeper.sh';

/**
 * Returns true if the objects of a kind are outside namespaces. cdk8s writes a chart's namespace on them nevertheless.
 *
 * Kubernetes' own kinds are looked up in its API; the most common kinds of other groups are known, too.
 */
export function isClusterScoped(apiVersion: string, kind: string): boolean {
  const group = groupOf(apiVersion);
  const row = builtInKindsNamed(kind).find((each) => groupOf(each.apiVersion) === group);
  if (row !== undefined) return row.isClusterScoped;
  if (group === CONSTRAINTS) return true;
  if (Object.hasOwn(ONLY_IN, group) && ONLY_IN[group] !== apiVersion) return false;
  if (isKnownClusterScoped(group, kind)) return true;
  return Object.hasOwn(FOREIGN, group) && FOREIGN[group]!.includes(kind);
}
