import { groupOf } from '../manifest';
import { builtInKindsNamed } from './built-in-kinds';

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

/** Kinds of other API groups that are outside namespaces, by group, or by the only apiVersion in which they are. */
const FOREIGN: Readonly<Record<string, ReadonlyArray<string>>> = {
  'apps.kubeedge.io': ['NodeGroup'],
  'apps.openyurt.io': ['NodePool'],
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
  'config.ratify.dev': ['Executor'],
  'config.ratify.sh': ['Executor'],
  'crd.projectcalico.org': CALICO,
  'external-secrets.io': ['ClusterExternalSecret', 'ClusterPushSecret', 'ClusterSecretStore'],
  'externaldata.gatekeeper.sh': ['Provider'],
  'gateway.networking.k8s.io': ['GatewayClass'],
  'generators.external-secrets.io': ['ClusterGenerator'],
  'keda.sh': ['ClusterTriggerAuthentication'],
  'kueue.x-k8s.io': ['AdmissionCheck', 'ClusterQueue', 'Cohort', 'ResourceFlavor', 'Topology', 'WorkloadPriorityClass'],
  'kyverno.io': ['ClusterCleanupPolicy', 'ClusterPolicy', 'GlobalContextEntry'],
  'policies.kyverno.io': [
    'DeletingPolicy',
    'GeneratingPolicy',
    'ImageValidatingPolicy',
    'MutatingPolicy',
    'ValidatingPolicy',
  ],
  'policy.networking.k8s.io': ['AdminNetworkPolicy', 'BaselineAdminNetworkPolicy', 'ClusterNetworkPolicy'],
  'policy.sigstore.dev': ['ClusterImagePolicy', 'TrustRoot'],
  'projectcalico.org': CALICO,
  'security-profiles-operator.x-k8s.io/v1': [
    'AppArmorProfile',
    'RawSelinuxProfile',
    'SeccompProfile',
    'SelinuxProfile',
  ],
  'snapshot.storage.k8s.io': ['VolumeSnapshotClass', 'VolumeSnapshotContent'],
  'templates.gatekeeper.sh': ['ConstraintTemplate'],
  'trust.cert-manager.io': ['Bundle', 'ClusterBundle'],
  'wgpolicyk8s.io': ['ClusterPolicyReport'],
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
  return [group, apiVersion].some((key) => Object.hasOwn(FOREIGN, key) && FOREIGN[key]!.includes(kind));
}
