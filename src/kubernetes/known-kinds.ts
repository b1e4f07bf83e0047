import { groupOf } from './manifest';

const ALL = '*';

/** Groups of admission and audit policies. Their patterns look like pods or permissions, but are neither. */
const POLICY_GROUPS: ReadonlySet<string> = new Set([
  'audit.k8s.io',
  'config.gatekeeper.sh',
  'constraints.gatekeeper.sh',
  'expansion.gatekeeper.sh',
  'externaldata.gatekeeper.sh',
  'kyverno.io',
  'mutations.gatekeeper.sh',
  'policies.kyverno.io',
  'policy.sigstore.dev',
  'status.gatekeeper.sh',
  'templates.gatekeeper.sh',
  'wgpolicyk8s.io',
]);

/**
 * Kinds of other API groups that contain no pod and grant no permission, that a rule reads, or that only point to a source.
 * Each is also checked for weak content: see `shapesIn`.
 */
const KNOWN: Readonly<Record<string, ReadonlyArray<string> | typeof ALL>> = {
  // certificates and secrets
  'acme.cert-manager.io': ALL,
  'bitnami.com': ['SealedSecret'],
  'cert-manager.io': ALL,
  'external-secrets.io': ALL,
  'generators.external-secrets.io': ALL,
  'secrets-store.csi.x-k8s.io': ALL,
  'trust.cert-manager.io': ALL,
  // monitoring
  'monitoring.coreos.com': ALL,
  // metrics, which no manifest contains
  'custom.metrics.k8s.io': ALL,
  'external.metrics.k8s.io': ALL,
  'metrics.k8s.io': ALL,
  // networks
  'cilium.io': ALL,
  'crd.projectcalico.org': ALL,
  'gateway.networking.k8s.io': ALL,
  'gateway.networking.x-k8s.io': ALL,
  'k8s.cni.cncf.io': ALL,
  'metallb.io': ALL,
  'multicluster.x-k8s.io': ALL,
  'networking.gke.io': ALL,
  'networking.istio.io': ALL,
  'policy.linkerd.io': ALL,
  'policy.networking.k8s.io': ALL,
  'projectcalico.org': ALL,
  'route.openshift.io': ALL,
  'security.istio.io': ALL,
  'telemetry.istio.io': ALL,
  'traefik.containo.us': ALL,
  'traefik.io': ALL,
  // storage
  'snapshot.storage.k8s.io': ALL,
  // scaling and queues
  'autoscaling.k8s.io': ALL,
  'keda.sh': ['ClusterTriggerAuthentication', 'ScaledObject', 'TriggerAuthentication'],
  'kueue.x-k8s.io': ALL,
  'scheduling.x-k8s.io': ALL,
  // profiles of AppArmor, seccomp and SELinux
  'security-profiles-operator.x-k8s.io': ALL,
  // edge engines, whose pods and objects are read
  'akri.sh': ALL,
  'apps.kubeedge.io': ALL,
  'apps.openyurt.io': ALL,
  'config.ratify.dev': ALL,
  'config.ratify.sh': ALL,
  'devices.kubeedge.io': ALL,
  'fleet.cattle.io': ALL,
  'operations.kubeedge.io': ALL,
  'superedge.io': ALL,
  // the manifests in the ConfigMaps and Secrets that they name are read
  'addons.cluster.x-k8s.io': ['ClusterResourceSet'],
  // delivery: they point to manifests in other places
  'argoproj.io': ['Application', 'ApplicationSet', 'AppProject', 'ImageUpdater'],
  'helm.toolkit.fluxcd.io': ALL,
  'image.toolkit.fluxcd.io': ALL,
  'kustomize.toolkit.fluxcd.io': ALL,
  'notification.toolkit.fluxcd.io': ALL,
  'source.toolkit.fluxcd.io': ALL,
  // pipelines, whose pods are read, and what starts them
  'tekton.dev': ['ClusterTask', 'Pipeline', 'PipelineRun', 'StepAction', 'Task', 'TaskRun'],
  'triggers.tekton.dev': ['ClusterTriggerBinding', 'Trigger', 'TriggerBinding', 'TriggerTemplate'],
  'policy.karmada.io': ['ClusterPropagationPolicy', 'PropagationPolicy'],
  // configuration files that no API server stores
  'apiserver.config.k8s.io': ALL,
  'imagepolicy.k8s.io': ALL,
  'kind.x-k8s.io': ALL,
  'kubeadm.k8s.io': ALL,
  'kubelet.config.k8s.io': ALL,
  'kubeproxy.config.k8s.io': ALL,
  'kubescheduler.config.k8s.io': ALL,
  'kustomize.config.k8s.io': ALL,
  'pod-security.admission.config.k8s.io': ALL,
};

/** Returns true if the objects of a group are policies, in which the shape of a pod or a permission is a pattern. */
export function isPolicyGroup(group: string): boolean {
  return POLICY_GROUPS.has(group);
}

/** Returns true if a kind of another API group contains no pod and grants no permission, or if a rule reads it. */
export function isKnownKind(apiVersion: string, kind: string): boolean {
  const group = groupOf(apiVersion);
  if (isPolicyGroup(group)) return true;
  const kinds = Object.hasOwn(KNOWN, group) ? KNOWN[group] : undefined;
  return kinds === ALL || (kinds?.includes(kind) ?? false);
}
