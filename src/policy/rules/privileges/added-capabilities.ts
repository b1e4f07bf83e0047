import { Severity } from '../../../diagnostics/severity';
import { nist } from '../../frameworks/nist-800-190';
import { cis } from '../../frameworks/cis';
import { nsa } from '../../frameworks/nsa-cisa';
import { added, capabilitiesBaseline, capabilitiesRestricted } from '../../pod-security/checks/capabilities';
import { podSecurityRule } from '../../pod-security/pod-security-rule';
import { Topic } from '../../topic';
import type { PodSubject } from '../../subject/pod-subject';
import type { PodSecurityViolation } from '../../violation';
import { examplePod } from '../../example';

/** Checks that no capability is added, including the one that Pod Security restricted accepts. */
export const addedCapabilities = podSecurityRule({
  id: 'added-capabilities',
  topic: Topic.PRIVILEGES,
  title: 'No container adds capabilities',
  severity: Severity.HIGH,
  rationale:
    "Each capability gives a process a part of root's rights on the node, and several give all of them. NET_BIND_SERVICE, which Pod Security restricted accepts, is reported too: use a high port or the sysctl net.ipv4.ip_unprivileged_port_start instead.",
  fix: 'remove the capability, or acknowledge it with the reason why the app needs it',
  baseline: capabilitiesBaseline,
  restricted: capabilitiesRestricted,
  takes: ({ form }) => form === 'add',
  controls: [...nist('4.4.3'), ...cis('5.2.8', '5.2.9'), ...nsa('C-0046')],
  cel: 'variables.containers.all(c, c.?securityContext.?capabilities.?add.orValue([]).size() == 0)',
  examples: {
    good: [examplePod({ container: 'securityContext: {capabilities: {drop: [ALL]}}' })],
    bad: [
      examplePod({ container: 'securityContext: {capabilities: {drop: [ALL], add: [SYS_ADMIN]}}' }),
      examplePod({ container: 'securityContext: {capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}}' }),
    ],
  },
  severityOf: ({ value }) => (NODE.has(value.replace(/^CAP_/i, '').toUpperCase()) ? Severity.CRITICAL : undefined),
  adjust: withAccepted,
});

const NONE: ReadonlySet<string> = new Set();

/** Capabilities that give root access to the node, or to the kernel. Source: capabilities(7). */
const NODE: ReadonlySet<string> = new Set([
  'ALL',
  'BPF',
  'DAC_READ_SEARCH',
  'MAC_ADMIN',
  'MAC_OVERRIDE',
  'SYS_ADMIN',
  'SYS_BOOT',
  'SYS_MODULE',
  'SYS_PTRACE',
  'SYS_RAWIO',
]);

/** Adds violations for the capabilities that the standard accepts. */
function withAccepted(rejected: PodSecurityViolation[], pod: PodSubject): PodSecurityViolation[] {
  const paths = new Set(rejected.map(({ path }) => path));
  const accepted = pod.containers.flatMap((c) => added(c, NONE)).filter(({ path }) => !paths.has(path));
  return [
    ...rejected,
    ...accepted.map(({ path, container, value }) => ({
      path,
      container: container?.name,
      message: `capability ${value} is added`,
      severity: Severity.LOW,
    })),
  ];
}
