import { PodSecurityRule } from '../../src/policy/pod-security/pod-security-rule';
import { RoleRule } from '../../src/policy/rules/rbac/role-rule';
import type { Rule } from '../../src/policy/rule';

/** What a rule is about, with a pattern for the ids of those that are about it; the first that fits counts. */
const PATTERNS: ReadonlyArray<readonly [topic: string, id: RegExp]> = [
  [
    'Users and privileges',
    /^run-as-|^high-user-id$|^root-in-user-namespace$|^no-shared-processes$|^read-only-root-filesystem$/,
  ],
  ['Parsec and the TPM', /^parsec-|^no-tpm-device$/],
  ['AppArmor, seccomp and SELinux', /^apparmor-|^seccomp-|^selinux-/],
  [
    'Paths of the node, and volumes',
    /host-path$|^no-node-volume$|^no-admin-access$|^no-runtime-socket$|^volume-types$|^sized-empty-dir$/,
  ],
  ['Secrets', /secret-(args|config|env|manifest)$/],
  ['Images', /^image-|^explicit-registry$|^no-latest-tag$/],
  [
    'Network',
    /isolation$|^maintained-ingress-controller$|^network-policy-|^ingress-(host|tls)$|^no-(exposed-service|host-aliases|ingress-snippet|low-port|metadata-egress|service-links|ssh-port)$/,
  ],
  [
    'Rights in the cluster',
    /^no-(aggregated-rights|broad-aggregation|cluster-admin|mutating-admission|open-subjects|wildcard-roles|role-|secret-webhook|service-account-token)|^own-service-account$|^verified-api-service$/,
  ],
  ['Namespaces and placement', /^namespace-|^no-default-namespace$|^trusted-placement$/],
  ['Resources and probes', /^resource-|-probe$|^disruption-budget$|^autoscaler-target$/],
  [
    'What belongs together',
    /^existing-|^service-|^selector-|^ingress-to-|^probe-port-|^no-duplicate-env$|^monitor-selects-/,
  ],
  ['What the API server takes', /^valid-|of-target$|^served-api-version$/],
];

/** Every topic, in the order of the index. */
export const TOPICS: ReadonlyArray<string> = PATTERNS.map(([topic]) => topic);

/**
 * The topic of a rule.
 * @throws when it has none
 */
export function topicOf(rule: Rule): string {
  const topic = PATTERNS.find(([, id]) => id.test(rule.id))?.[0];
  if (topic !== undefined) return topic;
  if (rule instanceof RoleRule) return 'Rights in the cluster';
  if (rule instanceof PodSecurityRule) return 'Users and privileges';
  throw new Error(`scripts/docs/rule-topics.ts names no topic for the rule ${rule.id}`);
}
