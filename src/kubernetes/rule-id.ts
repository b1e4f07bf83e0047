import { quote } from '../diagnostics/input-error';
import { didYouMean } from '../diagnostics/nearest-word';

/** Ids of the rules of the library, sorted. Constructs name rules in acknowledgements, but must not import the rules themselves. */
const RULE_IDS = [
  'added-capabilities',
  'apparmor-profile',
  'apparmor-profile-lint',
  'apparmor-profile-of-one-app',
  'apparmor-profile-provided',
  'autoscaler-target',
  'disruption-budget',
  'drop-all-capabilities',
  'egress-isolation',
  'existing-claim',
  'existing-config-map',
  'existing-secret',
  'existing-service-account',
  'explicit-registry',
  'field-of-target',
  'high-user-id',
  'image-digest',
  'image-pull-policy',
  'ingress-host',
  'ingress-isolation',
  'ingress-tls',
  'ingress-to-service',
  'liveness-probe',
  'maintained-ingress-controller',
  'monitor-selects-services',
  'namespace-pod-security',
  'network-policy-peer-exists',
  'network-policy-selects-pods',
  'no-admin-access',
  'no-aggregated-rights',
  'no-broad-aggregation',
  'no-certificate-approval',
  'no-cluster-admin',
  'no-default-namespace',
  'no-duplicate-env',
  'no-exposed-service',
  'no-host-aliases',
  'no-host-namespaces',
  'no-host-path',
  'no-host-ports',
  'no-host-process',
  'no-ingress-snippet',
  'no-latest-tag',
  'no-low-port',
  'no-metadata-egress',
  'no-mutating-admission',
  'no-namespace-change',
  'no-network-change',
  'no-node-change',
  'no-node-proxy',
  'no-node-volume',
  'no-open-subjects',
  'no-plain-secret-annotation',
  'no-plain-secret-args',
  'no-plain-secret-config',
  'no-plain-secret-env',
  'no-pod-creation',
  'no-pod-exec',
  'no-privilege-escalation',
  'no-privileged',
  'no-probe-host',
  'no-role-change',
  'no-role-escalation',
  'no-role-for-default-account',
  'no-runtime-socket',
  'no-secret-access',
  'no-secret-env',
  'no-secret-manifest',
  'no-secret-webhook',
  'no-sensitive-host-path',
  'no-service-account-token',
  'no-service-links',
  'no-shared-processes',
  'no-ssh-port',
  'no-token-creation',
  'no-tpm-device',
  'no-volume-creation',
  'no-webhook-configuration',
  'no-wildcard-roles',
  'own-service-account',
  'parsec-distinct-users',
  'parsec-folder-mount',
  'parsec-host-users',
  'parsec-narrow-mount',
  'parsec-own-user',
  'parsec-read-only-mount',
  'parsec-telling-probe',
  'probe-port-of-container',
  'proc-mount',
  'read-only-host-path',
  'read-only-root-filesystem',
  'readiness-probe',
  'registry-allow-list',
  'resource-limits',
  'resource-requests',
  'root-in-user-namespace',
  'run-as-group',
  'run-as-non-root',
  'run-as-user',
  'safe-sysctls',
  'seccomp-profile',
  'seccomp-profile-lint',
  'seccomp-profile-provided',
  'selector-matches-template',
  'selinux-options',
  'served-api-version',
  'service-port-of-container',
  'service-selects-pods',
  'sized-empty-dir',
  'trusted-placement',
  'valid-containers',
  'valid-metadata',
  'valid-profile-reference',
  'valid-resources',
  'valid-restart-policy',
  'valid-security-context',
  'valid-structure',
  'valid-volumes',
  'valid-windows-pod',
  'verified-api-service',
  'volume-types',
] as const;

/** Id of a rule of the library. */
export type RuleId = (typeof RULE_IDS)[number];

const KNOWN: ReadonlySet<string> = new Set(RULE_IDS);

/** Returns the ids of the rules of the library, sorted. */
export function ruleIds(): ReadonlyArray<RuleId> {
  return RULE_IDS;
}

/** True for the id of a rule of the library. */
export function isRuleId(id: string): id is RuleId {
  return KNOWN.has(id);
}

/** Returns the problem with the id of a rule that does not exist, with the nearest id. */
export function unknownRuleId(field: string, id: string, known: Iterable<string> = RULE_IDS): string {
  // people who know the field write runAsNonRoot, or run_as_non_root
  const slug = id
    .slice(0, 100)
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/_/g, '-')
    .toLowerCase();
  return `${field} must be the id of a rule, got ${quote(id)}${didYouMean(slug, known)}`;
}
